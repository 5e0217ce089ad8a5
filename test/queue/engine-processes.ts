import { execFileSync } from 'node:child_process';

/** Engine processes that a process started. */
export function enginesOf(parent: number): number[] {
  const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).matchAll(
    /^ *(\d+) +(\d+) .*worker\/engine\.[jt]s/gm,
  );
  return [...children].filter((match) => Number(match[2]) === parent).map((match) => Number(match[1]));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
