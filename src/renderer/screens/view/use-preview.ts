import { useEffect, useRef, useState } from 'react';

/**
 * The newest loaded preview, as an object URL. The studio keeps one preview per job, so a preview may be replaced
 * before it is fetched; the previous one is then kept.
 */
export function usePreview(url: string | null): string | null {
  const [shown, setShown] = useState<string | null>(null);
  const newest = useRef(0);
  const asked = useRef(0);

  useEffect(() => {
    if (url === null) return;
    const turn = ++asked.current;
    fetch(url)
      .then(async (response) => {
        if (!response.ok) return;
        const picture = await response.blob();
        if (turn < newest.current) return;
        newest.current = turn;
        setShown(URL.createObjectURL(picture));
      })
      // The connection to the studio was lost, which the whole window reports.
      .catch(() => {});
  }, [url]);

  useEffect(() => () => URL.revokeObjectURL(shown ?? ''), [shown]);
  return shown;
}
