import { Column, PrimaryColumn, type ColumnOptions } from 'typeorm';
import { idFromBytes, idToBytes } from '../kernel/ids.js';

/**
 * The column types of this server: what MySQL, MariaDB and SQLite share. Names compare exactly (tables have a binary
 * collation), times are UTC milliseconds, ids are the 16 bytes of a UUID.
 */
const idTransformer = {
  to: (id: string | null | undefined) => (id == null ? id : idToBytes(id)),
  from: (bytes: Uint8Array | null) => (bytes == null ? null : idFromBytes(bytes)),
};
const timeTransformer = {
  to: (time: number | null | undefined) => time,
  from: (time: string | number | null) => (time == null ? null : Number(time)),
};

type Options = Pick<ColumnOptions, 'nullable'>;

export const PrimaryId = (): PropertyDecorator =>
  PrimaryColumn({ type: 'binary', length: 16, transformer: idTransformer });

/** An id: of this row's realm, or of a row of another module. */
export const Id = (options: Options = {}): PropertyDecorator =>
  Column({ ...options, type: 'binary', length: 16, transformer: idTransformer });

/** A SHA-256 or HMAC-SHA-256. */
export const PrimaryHash = (): PropertyDecorator => PrimaryColumn({ type: 'binary', length: 32 });
export const Hash = (options: Options = {}): PropertyDecorator => Column({ ...options, type: 'binary', length: 32 });

/** UTC milliseconds, set from the Clock. */
export const Time = (options: Options = {}): PropertyDecorator =>
  Column({ ...options, type: 'bigint', transformer: timeTransformer });

export const Text = (length: number, options: Options = {}): PropertyDecorator =>
  Column({ ...options, type: 'varchar', length });
export const LongText = (options: Options = {}): PropertyDecorator => Column({ ...options, type: 'text' });
export const Count = (options: Options = {}): PropertyDecorator => Column({ ...options, type: 'int' });
export const Flag = (): PropertyDecorator => Column({ type: 'boolean' });
export const Json = (options: Options = {}): PropertyDecorator => Column({ ...options, type: 'simple-json' });
