import { randomUUID } from "node:crypto";
import { notFound } from "../../errors.js";
import { SqlFailure } from "./failure.js";
import type { SqlCaller, SqlRequest, SqlResult, SqlService } from "./sqlService.js";
import { typeName, typeText } from "./types.js";

/** Rows of one chunk. */
const chunkRows = 1_000;
/** Statements whose results are kept. */
const keptStatements = 200;

interface Statement {
  id: string;
  owner: string;
  state: "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED";
  failure?: SqlFailure;
  result?: SqlResult;
  cancel?: () => void;
  done: Promise<void>;
}

/** Statements and their results, as the SQL Statement Execution API has them. */
export class Statements {
  readonly #service: SqlService;
  readonly #kept = new Map<string, Statement>();

  constructor(service: SqlService) {
    this.#service = service;
  }

  /**
   * Runs a statement and answers when it is done, or after a while with its id.
   *
   * @param milliseconds how long to wait
   * @param cancelThen whether to cancel a statement that takes longer
   */
  async submit(request: SqlRequest, caller: SqlCaller, milliseconds: number, cancelThen: boolean): Promise<object> {
    const statement = this.#begin(request, caller);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([statement.done, late]);
    clearTimeout(timer);
    if (cancelThen && statement.state === "RUNNING") {
      this.#cancel(statement);
    }
    return describe(statement);
  }

  /** Runs a statement to its end and keeps its result under an id. */
  async run(request: SqlRequest, caller: SqlCaller): Promise<{ id: string; result?: SqlResult; failure?: SqlFailure }> {
    const statement = this.#begin(request, caller);
    await statement.done;
    const { id, result, failure } = statement;
    return { id, ...(result === undefined ? {} : { result }), ...(failure === undefined ? {} : { failure }) };
  }

  /** A statement with its first chunk. @throws ApiError 404 */
  get(id: string, owner: string): object {
    return describe(this.#find(id, owner));
  }

  /** A chunk of a statement's result. @throws ApiError 404 */
  chunk(id: string, owner: string, index: number): object {
    const statement = this.#find(id, owner);
    const found = statement.result === undefined ? undefined : chunks(statement.result, statement.id)[index];
    if (found === undefined) {
      throw notFound(`The statement ${id} has no chunk ${index}.`);
    }
    return found;
  }

  /** Cancels a statement; one that is done stays as it is. @throws ApiError 404 */
  cancel(id: string, owner: string): void {
    this.#cancel(this.#find(id, owner));
  }

  #begin(request: SqlRequest, caller: SqlCaller): Statement {
    const statement: Statement = { id: randomUUID(), owner: caller.user, state: "RUNNING", done: Promise.resolve() };
    this.#kept.set(statement.id, statement);
    for (const [id, old] of this.#kept) {
      if (this.#kept.size <= keptStatements) {
        break;
      }
      if (old.state !== "RUNNING") {
        this.#kept.delete(id);
      }
    }
    statement.done = this.#service
      .run(request, caller, (cancel) => {
        statement.cancel = cancel;
      })
      .then(
        (result) => {
          if (statement.state === "RUNNING") {
            statement.state = "SUCCEEDED";
            statement.result = result;
          }
        },
        (error: unknown) => {
          if (statement.state === "RUNNING") {
            statement.state = "FAILED";
            statement.failure =
              error instanceof SqlFailure
                ? error
                : new SqlFailure("LOCAL_STAND_IN", "The stand-in failed. See the log.");
          }
        },
      );
    return statement;
  }

  #cancel(statement: Statement): void {
    if (statement.state === "RUNNING") {
      statement.state = "CANCELED";
      statement.cancel?.();
    }
  }

  #find(id: string, owner: string): Statement {
    const statement = this.#kept.get(id);
    if (statement === undefined || statement.owner !== owner) {
      throw notFound(`The statement ${id} was not found.`);
    }
    return statement;
  }
}

function describe({ id, state, failure, result }: Statement): object {
  const error = failure === undefined ? {} : { error: { error_code: "BAD_REQUEST", message: failure.message } };
  const status = { state, ...error, ...(failure === undefined ? {} : { sql_state: failure.sqlState }) };
  return { statement_id: id, status, ...(result === undefined ? {} : resultOf(result, id)) };
}

/** Manifest and first chunk of a result, as clients read them. */
export function resultOf(result: SqlResult, id: string): { manifest: object; result: object } {
  const all = chunks(result, id);
  const columns = result.columns.map(({ name, type }, position) => {
    const decimal = /^decimal\((\d+)(?:,\s*(\d+))?\)$/i.exec(type);
    return {
      name,
      type_text: typeText(type),
      type_name: typeName(type),
      position,
      ...(decimal === null ? {} : { type_precision: Number(decimal[1]), type_scale: Number(decimal[2] ?? 0) }),
    };
  });
  return {
    manifest: {
      format: "JSON_ARRAY",
      schema: { column_count: columns.length, columns },
      total_chunk_count: all.length,
      chunks: all.map(({ chunk_index, row_offset, row_count }) => ({ chunk_index, row_offset, row_count })),
      total_row_count: result.rows.length,
      truncated: result.truncated,
    },
    result: all[0] ?? {},
  };
}

interface Chunk {
  chunk_index: number;
  row_offset: number;
  row_count: number;
  next_chunk_index?: number;
  next_chunk_internal_link?: string;
  data_array: SqlResult["rows"];
}

function chunks({ rows }: SqlResult, id: string): Chunk[] {
  const count = Math.max(1, Math.ceil(rows.length / chunkRows));
  return Array.from({ length: count }, (_, index) => {
    const part = rows.slice(index * chunkRows, (index + 1) * chunkRows);
    const next = index + 1;
    const link = `/api/2.0/sql/statements/${id}/result/chunks/${next}?row_offset=${next * chunkRows}`;
    return {
      chunk_index: index,
      row_offset: index * chunkRows,
      row_count: part.length,
      ...(next < count ? { next_chunk_index: next, next_chunk_internal_link: link } : {}),
      data_array: part,
    };
  });
}
