/** Runs the latest call once at the next frame, however often it was called before. */
export function perFrame(run: () => void): () => void {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      run();
    });
  };
}

/** Runs the latest call when none has followed for a while. */
export function whenCalm<A extends unknown[]>(milliseconds: number, run: (...args: A) => void): ((...args: A) => void) & { cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const calm = (...args: A) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...args), milliseconds);
  };
  return Object.assign(calm, { cancel: () => clearTimeout(timer) });
}

export const wantsLessMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
