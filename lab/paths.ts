/** Where the lab finds the repository and keeps what outlives a run. */
import { homedir } from 'node:os'
import { join } from 'node:path'

export const root = process.env['EKSHIELD_ROOT'] ?? process.cwd()

/** What is built once and what `down` must find again lies here, outside the repository. */
export const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ekshield/lab')
