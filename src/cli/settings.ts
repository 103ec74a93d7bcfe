/** Finds `ekshield.yaml` upward, reads it, and joins it with the flags of the command line. */
import { dirname, join, resolve } from 'node:path'
import { defaultSettings, type Settings } from '../assess/settings.ts'
import { globs } from '../assess/globs.ts'
import type { Gate } from '../assess/gate.ts'
import { lookAt, readText } from '../doors/files.ts'
import type { Severity } from '../model/finding.ts'
import { UsageError } from '../model/usage-error.ts'
import type { Config } from './config.ts'
import { hint } from '../model/nearest.ts'

const fileName = 'ekshield.yaml'

export interface SettingFlags {
  readonly config?: string
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly failOn?: Severity | 'none'
  readonly allowUnknown?: boolean
}

/** The nearest `ekshield.yaml` in this folder or one above it. */
async function findConfig(): Promise<string | undefined> {
  for (let folder = resolve('.'); ; folder = dirname(folder)) {
    const path = join(folder, fileName)
    if (await lookAt(path)) return path
    if (folder === dirname(folder)) return undefined
  }
}

async function readConfig(path: string): Promise<Config> {
  const [{ load, YAMLException }, { configSchema }] = await Promise.all([import('js-yaml'), import('./config.ts')])
  let document: unknown
  try {
    document = load(await readText(path), { filename: path }) ?? {}
  } catch (error) {
    if (error instanceof YAMLException) throw new UsageError(`${path}:${(error.mark?.line ?? 0) + 1}: ${error.reason}`)
    throw error
  }
  const parsed = configSchema.safeParse(document)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue?.path.map(String).join('.') ?? ''
  if (issue?.code === 'unrecognized_keys') {
    const parent = issue.path.length === 0 ? Object.keys(configSchema.shape) : []
    throw new UsageError(`${path}: unknown key ${where === '' ? '' : `${where}.`}${issue.keys[0]}${hint(issue.keys[0] ?? '', parent)}`)
  }
  throw new UsageError(`${path}: ${where}: ${issue?.message ?? 'is wrong'}`)
}

/** Throws `UsageError` for a glob that no control matches: a misspelt id must not turn a check off in silence. */
function checkIds(patterns: readonly string[], ids: readonly string[], from: string): void {
  for (const pattern of patterns) if (!ids.some(globs([pattern]))) throw new UsageError(`${from}: no control is called ${pattern}${hint(pattern, ids)}`)
}

export async function readSettings(flags: SettingFlags, ids: readonly string[]): Promise<{ settings: Settings; gate: Gate }> {
  const path = flags.config ?? (await findConfig())
  const config: Config = path === undefined ? {} : await readConfig(path)
  const from = path ?? fileName
  checkIds(flags.only ?? [], ids, '--only')
  checkIds(flags.skip ?? [], ids, '--skip')
  checkIds([...(config.only ?? []), ...(config.skip ?? []), ...Object.keys(config.controls ?? {}), ...Object.keys(config.attestations ?? {})], ids, from)
  checkIds(
    (config.waivers ?? []).flatMap((waiver) => [waiver.control, ...(waiver.compensatedBy === undefined ? [] : [waiver.compensatedBy])]),
    ids,
    from,
  )
  return {
    settings: {
      ...defaultSettings,
      only: flags.only ?? config.only ?? [],
      skip: [...(flags.skip ?? []), ...(config.skip ?? [])],
      overrides: config.controls ?? {},
      waivers: config.waivers ?? [],
      annotationWaivers: config.annotationWaivers ?? true,
      attestations: Object.entries(config.attestations ?? {}).map(([control, told]) => ({ control, ...told })),
    },
    gate: { failOn: flags.failOn ?? config.failOn ?? 'high', allowUnknown: flags.allowUnknown ?? config.allowUnknown ?? false },
  }
}
