import type { ServerResponse } from 'node:http';
import { reportError } from '../../command-line/report-error.ts';

/**
 * A response whose body fails cuts its connection, so that the browser says that the download failed. The adaptor would
 * end it as if it were whole, with the error's text for its last bytes. The terminal is told why.
 */
export function breakOff(response: Response, outgoing: ServerResponse): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  let cancelled = false;
  const body = new ReadableStream(
    {
      async pull(controller) {
        const next = await reader.read().catch((error) => {
          if (!cancelled) reportError(error, false);
          // The adaptor cancels this stream when it sees that.
          outgoing.destroy();
        });
        if (!next || cancelled) return;
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel(reason) {
        cancelled = true;
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}
