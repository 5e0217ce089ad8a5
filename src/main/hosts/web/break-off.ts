import type { ServerResponse } from 'node:http';
import { reportError } from '../../command-line/report-error.ts';

/**
 * Resets the connection of a response whose body fails, so that the browser reports a failed download. The adapter
 * would end it normally, with the error's text as its last bytes. The error is printed on the terminal.
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
          // The adapter then cancels this stream.
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
