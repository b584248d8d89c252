import { ApiProperty } from '@nestjs/swagger';

export class VaultKeyDto {
  @ApiProperty({ description: 'By which sealed values know it.' })
  kid: string;

  @ApiProperty({
    enum: ['active', 'decrypt_only', 'drained'],
    description: '`active` seals; the others open what they sealed before, of which a `drained` one has none left.',
  })
  state: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  retiredAt: string | null;
}
