/**
 * A backtest: the portfolio is decoded and evaluated batch by batch, by this thread or by others, the figures are added up exactly, and
 * outcomes and rejected rows are written in the order of the file. The same request over the same bytes gives the same
 * result and the same files, however many threads there are. Memory is bounded by a few batches.
 */
import { type Attribution, type AttributionTotals, comparedChanges, finishAttribution } from "#rules/compare";
import { compile } from "#rules/compile";
import { scenarioFor } from "#rules/evaluate";
import { type Backtest, type BreakdownSpec, figuresOf, type ResolvedMapping, Tally } from "#rules/portfolio";
import { blankNotes, bytesOfBatch, layoutOf, memoryOf, rawBatchOf } from "./batch-memory.ts";
import type { BatchDone, WorkFigures } from "./batch-work.ts";
import { BUILD } from "./build.ts";
import { type CheckedVersion, checkedBreakdowns, checkedMapping, checkedVersions } from "./check-request.ts";
import { type Database, openDatabase } from "./duckdb.ts";
import { NameColumn } from "./names.ts";
import { ReceivedTexts } from "./outcome-rows.ts";
import { type OutcomeWriter, openOutcomeWriter } from "./outcome-writer.ts";
import { unreadableRows } from "./csv-file.ts";
import { openPortfolio, type PortfolioFile } from "./portfolio-file.ts";
import { PortfolioReader } from "./portfolio-reader.ts";
import { ProgressTeller } from "./progress.ts";
import { RejectedRows } from "./rejected-rows.ts";
import { SlotQueue } from "./slot-queue.ts";
import { LISTS, type ListName } from "./row-masks.ts";
import { Spare } from "./spare.ts";
import { topTexts } from "./top-texts.ts";
import type { BacktestDone, BacktestProgress, BacktestRequest } from "./types.ts";
import { openPool, type Pool } from "./worker-pool.ts";

export interface RunOptions {
  readonly onProgress?: (progress: BacktestProgress) => void;
  readonly signal?: AbortSignal;
  /** Threads that evaluate; 0: this one. */
  readonly threads?: number;
  /** Rows of a batch; with a Parquet file of outcomes always 65,536. */
  readonly batchRows?: number;
}

const THREADS = 2;
/** Dividing the shift of fewer rows takes less than starting threads. */
const FEW_ROWS = 500_000;
/** Of a row group of outcomes; and of what no file shows, so that a run stays below what wakes the collector of garbage. */
const GROUP_ROWS = 1 << 16;
const BATCH_ROWS = 1 << 15;

/** Of runs in this thread. */
const spareSlots = new Spare<readonly ArrayBufferLike[]>((buffers) => buffers.reduce((sum, { byteLength }) => sum + byteLength, 0));

/** Runs a backtest of a file. Throws a BacktestProblem for what the user can mend, the signal's reason where it aborts. */
export async function runBacktest(request: BacktestRequest, options: RunOptions = {}): Promise<BacktestDone> {
  const versions = checkedVersions(request);
  const specs = checkedBreakdowns(request.by, versions);
  const database = openDatabase(options.threads === 1 ? 1 : 2, options.signal);
  try {
    const progress = new ProgressTeller(options.onProgress);
    const onRows = (rows: number, total: number | null) => progress.at("reading", rows, total);
    const file = await openPortfolio(database, request.portfolio, { signal: options.signal, onRows });
    const names = file.columns.map(({ name }) => name);
    const mapping = checkedMapping(names, request, versions);
    const breakdowns = await Promise.all(specs.map((spec) => listTexts(spec, database, file, mapping)));
    return await new Run(request, options, versions, breakdowns, database, file, mapping).run();
  } finally {
    database.close();
  }
}

/** Of a text fact without declared values, only the most frequent texts get a group. */
async function listTexts(
  spec: Omit<BreakdownSpec, "listed">,
  database: Database,
  file: PortfolioFile,
  { facts }: ResolvedMapping,
): Promise<BreakdownSpec> {
  const found = spec.subject === "fact" ? facts.find(({ fact }) => fact.name === spec.by) : undefined;
  const open =
    found !== undefined &&
    found.column !== null &&
    (found.fact.type === "strings" || (found.fact.type === "string" && found.fact.values === null));
  return { ...spec, listed: open ? await topTexts(database, file, found.fact, found.column as string) : null };
}

class Run {
  private readonly progress: ProgressTeller;
  private readonly reader: PortfolioReader;
  private readonly batchRows: number;
  private readonly threads: number;
  private readonly texts: ReceivedTexts[][][] = [];

  constructor(
    private readonly request: BacktestRequest,
    private readonly options: RunOptions,
    private readonly versions: readonly CheckedVersion[],
    private readonly breakdowns: readonly BreakdownSpec[],
    database: Database,
    private readonly file: PortfolioFile,
    private readonly mapping: ResolvedMapping,
  ) {
    this.progress = new ProgressTeller(options.onProgress);
    this.reader = new PortfolioReader(database, file, mapping, options.signal);
    // A batch is a row group of the file that is written: its size shows there, and is no option.
    const isGroup = request.out?.toLowerCase().endsWith(".parquet") === true;
    this.batchRows = isGroup ? GROUP_ROWS : Math.max(2048, options.batchRows ?? BATCH_ROWS);
    this.threads = options.threads ?? (this.isQuick() ? 0 : THREADS);
  }

  /** Kernels take less than starting a thread and handing it the values through shared memory would. */
  private isQuick(): boolean {
    const { engine, attribution } = this.request;
    return engine === "kernels" && (!attribution || this.file.rows < FEW_ROWS);
  }

  async run(): Promise<BacktestDone> {
    const { request, options, file } = this;
    this.progress.at("reading", 0, file.rows, true);
    let writer: OutcomeWriter | null = null;
    let rejected: RejectedRows | null = null;
    try {
      await this.reader.prepare();
      writer = request.out === null ? null : await openOutcomeWriter(request.out, this.versions.length);
      rejected = await RejectedRows.open(this.reader.sources, request.rejected);
      const found = await this.evaluate(writer, rejected);
      if (this.reader.rows !== file.rows) throw new Error(`${file.rows} rows were found and ${this.reader.rows} read`);
      await this.addUnreadable(rejected);
      const hash = await this.reader.hash();
      options.signal?.throwIfAborted();
      this.progress.at("writing", this.reader.rows, this.reader.rows, true);
      const files = [await writer?.finish(), await rejected.finish()].flatMap((made) => made ?? []);
      return { result: this.resultOf(found, rejected, hash), files };
    } catch (error) {
      options.signal?.throwIfAborted();
      throw error;
    } finally {
      this.reader.close();
      await writer?.discard();
      await rejected?.discard();
    }
  }

  /** Rows of the file that are no rows are told last. */
  private async addUnreadable(rejected: RejectedRows): Promise<void> {
    if (this.file.unreadable.length === 0) return;
    for await (const rows of unreadableRows(this.file.path, this.options.signal)) await rejected.addUnreadable(rows);
  }

  // --- batches ---------------------------------------------------------------------------------

  private async evaluate(writer: OutcomeWriter | null, rejected: RejectedRows): Promise<readonly WorkFigures[]> {
    const { batchRows, reader } = this;
    const layouts = reader.sources.map(layoutOf);
    // What threads share is copied byte by byte: several times slower.
    const Memory = this.threads === 0 ? ArrayBuffer : SharedArrayBuffer;
    const ahead = this.threads === 0 && writer === null ? 1 : 2;
    const bytes = Math.max(8, bytesOfBatch(layouts, batchRows));
    const spare = this.threads === 0 ? spareSlots.take() : null;
    const buffers = Array.from({ length: this.threads + ahead }, (_, slot) => {
      const known = spare?.[slot];
      return known !== undefined && known.byteLength >= bytes ? known : new Memory(bytes);
    });
    const slots = buffers.map((buffer) => ({
      memory: memoryOf(buffer, layouts, batchRows),
      names: new NameColumn(reader.nameKind, batchRows, this.file.unreadable),
    }));
    const pool = await openPool(
      {
        engine: this.request.engine,
        program: compile(this.versions),
        layouts,
        capacity: batchRows,
        slots: buffers,
        breakdowns: this.breakdowns,
        rows: writer?.kind ?? "none",
        attribution: this.request.attribution && this.versions.length > 1,
      },
      this.threads,
    );
    try {
      await reader.open();
      await this.passBatches(pool, slots, layouts, writer, rejected);
      return await pool.finish();
    } finally {
      await pool.close();
      if (this.threads === 0) spareSlots.give(buffers);
    }
  }

  /** Fills slots in turn; what comes back is taken in the order of the file, and its slot is free again. */
  private async passBatches(
    pool: Pool,
    slots: readonly { readonly memory: ReturnType<typeof memoryOf>; readonly names: NameColumn }[],
    layouts: readonly ReturnType<typeof layoutOf>[],
    writer: OutcomeWriter | null,
    rejected: RejectedRows,
  ): Promise<void> {
    const queue = new SlotQueue(slots.length);
    let taken: Promise<void> = Promise.resolve();
    for (let index = 0; ; index++) {
      const slot = await queue.take();
      const { memory, names } = slots[slot] as (typeof slots)[number];
      const notes = layouts.map(blankNotes);
      const rows = await this.reader.fill(memory, notes, names, this.batchRows);
      if (rows === 0) break;
      const answer = pool.run({ index, slot, rows, notes });
      answer.catch(() => {});
      const done = this.reader.rows;
      taken = taken.then(async () => {
        const evaluated = await answer;
        if (evaluated.rejected.length > 0) await rejected.add(evaluated.rejected, rawBatchOf(layouts, memory, notes, rows), names);
        if (writer !== null) await this.write(writer, evaluated, names, rows);
        this.progress.at("evaluating", done, this.file.rows);
        queue.give(slot);
      });
      taken.catch((error) => queue.fail(error));
    }
    await taken;
    this.progress.at("evaluating", this.reader.rows, this.reader.rows, true);
  }

  private async write(
    writer: OutcomeWriter,
    { worker, outcomes, chunks }: BatchDone & { worker: number },
    names: NameColumn,
    rows: number,
  ): Promise<void> {
    if (writer.kind === "parquet") return chunks === null ? undefined : writer.add(chunks, names);
    if (outcomes === null) throw new Error("a worker was to give outcomes by row");
    this.texts[worker] ??= this.versions.map(() => LISTS.map(() => new ReceivedTexts()));
    const own = this.texts[worker];
    outcomes.versions.forEach(({ lists }, v) => {
      LISTS.forEach((list, l) => void own[v]?.[l]?.receive(lists[list]));
    });
    await writer.add(outcomes, (version, list: ListName) => own[version]?.[LISTS.indexOf(list)]?.texts ?? [], names, rows);
  }

  // --- the result ------------------------------------------------------------------------------

  private resultOf(found: readonly WorkFigures[], rejected: RejectedRows, hash: string): Backtest {
    const tally = new Tally(this.breakdowns);
    for (const part of found) tally.merge(part.tally);
    const [baseline, candidate = baseline] = this.versions as [CheckedVersion, CheckedVersion?];
    const side = ({ policy }: CheckedVersion) => ({ name: policy.name, hash: policy.hash });
    const { id, observed, ignored } = this.mapping;
    const scenario = {
      baseline: scenarioFor(baseline.policy, baseline.scenario),
      candidate: scenarioFor(candidate.policy, candidate.scenario),
    };
    const compared = comparedChanges(baseline.policy, candidate.policy, scenario);
    const { breakdowns, distribution, ...figures } = figuresOf(tally, rejected.rows, observed);
    return {
      baseline: side(baseline),
      candidate: side(candidate),
      scenario,
      engine: this.request.engine,
      portfolio: { hash, rows: tallied(tally) + rejected.rows, mapping: { facts: sortedFacts(this.request.mapping.facts), id, observed } },
      build: BUILD,
      ...compared,
      ...figures,
      ...attributionOf(
        compared.changes.map(({ id }) => id),
        found,
      ),
      breakdowns,
      distribution,
      rejected: rejected.rejections(),
      ignored,
    };
  }
}

/** Of all workers together; nothing where none divided the shift. */
function attributionOf(changes: readonly string[], found: readonly WorkFigures[]): Partial<Attribution> {
  const parts = found.flatMap(({ attribution }): AttributionTotals[] => (attribution === null ? [] : [attribution]));
  return parts.length === 0 ? {} : finishAttribution(changes, parts);
}

function tallied(tally: Tally): number {
  return figuresOf(tally, 0, null).summary.borrowers;
}

function sortedFacts(facts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
