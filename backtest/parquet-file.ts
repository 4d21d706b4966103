/**
 * A Parquet file of flat columns, written row group by row group: dictionaries where values repeat, plain values where they do
 * not, the texts of lists compressed. The bytes depend on the rows alone. Format: https://parquet.apache.org/docs/file-format/ (version 1 pages).
 */
import { ByteWriter, Thrift } from "./thrift.ts";

import type { ParquetChunk } from "./parquet-chunks.ts";

export interface ColumnSchema {
  readonly name: string;
  readonly kind: "texts" | "doubles" | "booleans";
  readonly nullable: boolean;
}

const TYPE = { booleans: 0, doubles: 5, texts: 6 } as const;

interface Chunk {
  readonly offset: number;
  readonly dictionaryOffset: number | null;
  readonly bytes: number;
  readonly plainBytes: number;
  readonly codec: ParquetChunk["codec"];
  readonly values: number;
  readonly encodings: readonly number[];
}

export class ParquetFile {
  private readonly groups: { readonly rows: number; readonly chunks: readonly Chunk[] }[] = [];
  private at = 4;

  constructor(
    private readonly schema: readonly ColumnSchema[],
    /** Takes bytes that do not change until they are written. */
    private readonly write: (bytes: Uint8Array) => Promise<void>,
  ) {}

  start(): Promise<void> {
    return this.write(MAGIC);
  }

  /** Writes one group; the chunks are those of the schema, in order. */
  async writeGroup(encoded: readonly ParquetChunk[], rows: number): Promise<void> {
    const chunks: Chunk[] = [];
    for (const { dictionary, data, encodings, codec, plainBytes } of encoded) {
      const [dictionaryBytes, dataBytes] = [dictionary?.length ?? 0, data.length];
      chunks.push({
        offset: this.at + dictionaryBytes,
        dictionaryOffset: dictionaryBytes > 0 ? this.at : null,
        bytes: dictionaryBytes + dataBytes,
        plainBytes,
        codec,
        values: rows,
        encodings,
      });
      this.at += dictionaryBytes + dataBytes;
      if (dictionary !== null) await this.write(dictionary);
      await this.write(data);
    }
    this.groups.push({ rows, chunks });
  }

  async end(): Promise<void> {
    const footer = this.footer();
    const length = new ByteWriter();
    length.u32(footer.length);
    await this.write(footer);
    await this.write(length.done());
    await this.write(MAGIC);
  }

  private footer(): Uint8Array {
    const { schema, groups } = this;
    const thrift = new Thrift();
    thrift.struct(() => {
      thrift.i32(1, 1);
      thrift.list(2, [null, ...schema], (column) => writeSchema(thrift, column, schema.length));
      thrift.i64(
        3,
        groups.reduce((sum, { rows }) => sum + rows, 0),
      );
      thrift.list(4, groups, ({ rows, chunks }) => {
        thrift.list(1, chunks, (chunk, i) => writeChunk(thrift, chunk, schema[i] as ColumnSchema));
        thrift.i64(
          2,
          chunks.reduce((sum, { plainBytes }) => sum + plainBytes, 0),
        );
        thrift.i64(3, rows);
      });
      thrift.text(6, "limen");
    });
    return thrift.done();
  }
}

const MAGIC = new TextEncoder().encode("PAR1");

function writeSchema(thrift: Thrift, column: ColumnSchema | null, columns: number): void {
  if (column === null) {
    thrift.text(4, "outcomes");
    thrift.i32(5, columns);
    return;
  }
  thrift.i32(1, TYPE[column.kind]);
  thrift.i32(3, column.nullable ? 1 : 0);
  thrift.text(4, column.name);
  if (TYPE[column.kind] === 6) thrift.i32(6, 0);
}

function writeChunk(thrift: Thrift, chunk: Chunk, { kind, name }: ColumnSchema): void {
  thrift.i64(2, chunk.dictionaryOffset ?? chunk.offset);
  thrift.nested(3, () => {
    thrift.i32(1, TYPE[kind]);
    thrift.i32List(2, chunk.encodings);
    thrift.textList(3, [name]);
    thrift.i32(4, chunk.codec === "snappy" ? 1 : 0);
    thrift.i64(5, chunk.values);
    thrift.i64(6, chunk.plainBytes);
    thrift.i64(7, chunk.bytes);
    thrift.i64(9, chunk.offset);
    if (chunk.dictionaryOffset !== null) thrift.i64(11, chunk.dictionaryOffset);
  });
}
