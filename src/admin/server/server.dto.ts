import { ApiProperty } from '@nestjs/swagger';

export class CountsDto {
  @ApiProperty({ example: 2 })
  realms: number;

  @ApiProperty({ example: 5 })
  clients: number;

  @ApiProperty({ example: 1 })
  users: number;
}

export class ServerDto {
  @ApiProperty({ example: '0.1.0' })
  version: string;

  @ApiProperty({ example: 'SQLite 3.51.0' })
  database: string;

  @ApiProperty()
  counts: CountsDto;
}
