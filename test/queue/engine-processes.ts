import { execFileSync } from 'node:child_process';

/** Engine processes that a process started. */
export function enginesOf(parent: number): number[] {
  const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).matchAll(
    /^ *(\d+) +(\d+) .*worker\/engine\.[jt]s/gm,
  );
  return [...children].filter((match) => Number(match[2]) === parent).map((match) => Number(match[1]));
}

/**
 * Stops the engine of a host, so that a test can inspect a half-painted picture. @returns a function that lets it
 * continue
 */
export function holdEngine(host: number): () => void {
  const engines = enginesOf(host);
  if (engines.length === 0) throw new Error(`process ${host} has no engine`);
  for (const engine of engines) process.kill(engine, 'SIGSTOP');
  return () => {
    for (const engine of engines) process.kill(engine, 'SIGCONT');
  };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
