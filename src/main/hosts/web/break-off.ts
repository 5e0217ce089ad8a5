import type { ServerResponse } from 'node:http';
import { reportError } from '../../command-line/report-error.ts';

/**
 * A response whose body fails cuts its connection, so that the browser says that the download failed. The adaptor would end it
 * as if it were whole, with the error's text for its last bytes. The terminal is told why.
 */
export function breakOff(response: Response, outgoing: ServerResponse): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          reportError(error, false);
          // The adaptor cancels this stream when it sees that.
          outgoing.destroy();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}
