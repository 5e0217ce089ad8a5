import { useEffect, useRef, useState } from 'react';

/**
 * The newest preview that has arrived, as a URL of its own. The studio keeps one preview per job, so what a URL named
 * may be gone before it is fetched; the one before stays then.
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
      // The studio is gone, which the whole window says.
      .catch(() => {});
  }, [url]);

  useEffect(() => () => URL.revokeObjectURL(shown ?? ''), [shown]);
  return shown;
}
