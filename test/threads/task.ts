import { serveTasks } from '../../src/main/threads/serve-tasks.ts';
import { OhmbrushError } from '../../src/shared/errors.ts';

/** A thread for thread.test.ts: performs the requested task. */
serveTasks<string, string, number>((order, report) => {
  switch (order) {
    case 'loop':
      for (;;);
    case 'hoard': {
      const hoard: unknown[] = [];
      for (;;) hoard.push(new Array(1000).fill({}));
    }
    case 'refuse':
      throw new OhmbrushError('usage', { what: 'it is bad', todo: 'Give another' }, { code: 'bad-file' });
    case 'end':
      process.exit(3);
      break;
    case 'count':
      for (let i = 1; i <= 3; i++) report(i);
  }
  return `did ${order}`;
});
