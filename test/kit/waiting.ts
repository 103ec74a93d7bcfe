/** Waits for what others do in their own time. */
import { setTimeout as wait } from 'node:timers/promises'

/** The first answer there is. @throws Error that names what did not come to be */
export async function eventually<T>(ask: () => Promise<T | undefined>, what: string, seconds = 60): Promise<T> {
  for (let tries = 0; tries < seconds * 5; tries++) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await wait(200)
  }
  throw new Error(`waited ${seconds} s, and still not: ${what}`)
}

export const untilTrue = async (test: () => Promise<boolean>, what: string): Promise<void> =>
  void (await eventually(async () => (await test()) || undefined, what))
