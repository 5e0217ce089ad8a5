import { randomUUID } from 'node:crypto';

export interface ExportFile {
  readonly fileName: string;
  /** MIME type. */
  readonly type: string;
  /** The complete content, or a function that makes it again from the beginning at each call. */
  readonly content: Buffer | (() => ReadableStream<Uint8Array>);
}

export interface OpenExport {
  readonly fileName: string;
  readonly type: string;
  /** Bytes; null where the size is not known in advance. */
  readonly size: number | null;
  /** Reading the file to its end uses up the ticket. */
  readonly body: ReadableStream<Uint8Array>;
}

export interface Tickets {
  add(file: ExportFile): string;
  open(ticket: string, brokenOff?: AbortSignal): OpenExport | null;
}

interface Waiting {
  readonly file: ExportFile;
  /** It has been read to its end. */
  used: boolean;
  /** Fires if the last complete reader turns out to have lost some of it. */
  brokenOff: AbortSignal | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Files that nobody fetches are dropped, oldest first, above this total; the newest is kept whatever its size. */
const MOST_TICKETS = 8;
const MOST_BYTES_IN_MEMORY = 256 * 2 ** 20;
const WAITS_MS = 10 * 60_000;
/** How long a file is kept after its last byte was sent: the connection may still turn out to have lost it. */
const KEPT_WHEN_USED_MS = 60_000;

const CHUNK_BYTES = 256 * 2 ** 10;

/** Exports waiting to be fetched, each under a ticket that is used up once the file has been read completely. */
export function createTickets(): Tickets {
  const waiting = new Map<string, Waiting>();

  function keepFor(ms: number, ticket: string, export_: Waiting): void {
    clearTimeout(export_.timer);
    export_.timer = setTimeout(() => waiting.delete(ticket), ms).unref();
  }

  function makeRoom(): void {
    for (const [ticket, { timer }] of waiting) {
      if (waiting.size === 1 || (waiting.size <= MOST_TICKETS && bytesInMemory() <= MOST_BYTES_IN_MEMORY)) return;
      clearTimeout(timer);
      waiting.delete(ticket);
    }
  }

  function bytesInMemory(): number {
    return [...waiting.values()].reduce((sum, { file }) => sum + (sizeOf(file) ?? 0), 0);
  }

  return {
    add(file) {
      const ticket = randomUUID();
      const export_: Waiting = { file, used: false, brokenOff: undefined, timer: undefined };
      waiting.set(ticket, export_);
      keepFor(WAITS_MS, ticket, export_);
      makeRoom();
      return ticket;
    },
    open(ticket, brokenOff) {
      const export_ = waiting.get(ticket);
      if (!export_ || (export_.used && !export_.brokenOff?.aborted)) return null;
      const { fileName, type, content } = export_.file;
      const onEnd = () => {
        export_.used = true;
        export_.brokenOff = brokenOff;
        if (waiting.get(ticket) === export_) keepFor(KEPT_WHEN_USED_MS, ticket, export_);
      };
      return { fileName, type, size: sizeOf(export_.file), body: readToEnd(content, onEnd) };
    },
  };
}

function sizeOf({ content }: ExportFile): number | null {
  return typeof content === 'function' ? null : content.length;
}

/** @param onEnd called when the reader asks for more and nothing is left: everything before was accepted */
function readToEnd(content: ExportFile['content'], onEnd: () => void): ReadableStream<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let cancelled = false;
  const open = () => (typeof content === 'function' ? content() : streamOf(content)).getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        reader ??= open();
        const { done, value } = await reader.read();
        if (cancelled) return;
        if (!done) return controller.enqueue(value);
        onEnd();
        controller.close();
      },
      cancel(reason) {
        cancelled = true;
        return reader?.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function streamOf(bytes: Buffer): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.subarray(at, at + CHUNK_BYTES));
        at += CHUNK_BYTES;
      },
    },
    { highWaterMark: 0 },
  );
}
