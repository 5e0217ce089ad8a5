/** The worker thread that reads everything a database keeps as JSON. */
import { lookInto } from '../database/read-only.ts';
import { serveTasks } from '../threads/serve-tasks.ts';
import { unreadIn } from './unread.ts';

serveTasks((file: string) => lookInto(file, unreadIn));
