/** Saves what a URL of the studio gives, under a name: the browser's own download, Electron's save dialog. */
export function download({ url, fileName }: { url: string; fileName: string }): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
}
