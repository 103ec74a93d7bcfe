/** Ctrl-C and SIGTERM: what is under way ends, nothing is left behind, and the exit code says which it was. */

/** Thrown once the user has stopped the program. */
export class Interrupted extends Error {
  readonly exit: number
  constructor(exit: number) {
    super('stopped')
    this.name = 'Interrupted'
    this.exit = exit
  }
}

export interface Interrupts {
  readonly signal: AbortSignal
  /** Throws `Interrupted` when it has been asked for. */
  check(): void
  ignore(): void
}

export function listenForInterrupts(): Interrupts {
  const stop = new AbortController()
  const on = (exit: number) => () => {
    // Who asks twice does not want to wait.
    if (stop.signal.aborted) process.exit(exit)
    stop.abort(new Interrupted(exit))
  }
  const handlers = { SIGINT: on(130), SIGTERM: on(143) } as const
  for (const [name, handler] of Object.entries(handlers)) process.on(name, handler)
  return {
    signal: stop.signal,
    check() {
      if (stop.signal.aborted) throw stop.signal.reason
    },
    ignore() {
      for (const [name, handler] of Object.entries(handlers)) process.off(name, handler)
    },
  }
}

/** A phase ends with the program, or when its time is up. @param seconds undefined: no end */
export function deadline(signal: AbortSignal, seconds: number | undefined): { readonly signal: AbortSignal; clear(): void } {
  if (seconds === undefined) return { signal, clear: () => undefined }
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error(`the time for it was up (--timeout ${seconds})`)), seconds * 1000)
  return { signal: AbortSignal.any([signal, late.signal]), clear: () => clearTimeout(timer) }
}
