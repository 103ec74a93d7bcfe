/** The door to who runs the program, and where they keep what it must remember. */
import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'

/** `carol@laptop` */
export function whoRuns(): string {
  try {
    return `${userInfo().username}@${hostname()}`
  } catch {
    // A user id without a name, as in containers.
    return `uid ${process.getuid?.() ?? 'unknown'}@${hostname()}`
  }
}

/** The folder for what outlives a run, as the XDG base directories have it. */
export const stateFolder = (): string => join(process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'ekshield')
