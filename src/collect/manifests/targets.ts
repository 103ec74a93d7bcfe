/** From what the user named (files, folders, globs, `-`) to the files to read. */
import { basename, join, resolve } from 'node:path'
import picomatch from 'picomatch'
import { lookAt, walk } from '../../doors/files.ts'
import { UsageError } from '../../model/usage-error.ts'

export interface Source {
  /** As findings show it. */
  readonly name: string
  /** Undefined for stdin. */
  readonly path: string | undefined
  readonly bytes: number
  /** The user named this very file; what it lacks is then worth telling. */
  readonly named: boolean
  /** Neither file nor folder: a pipe, as `<(helm template .)` makes one. Its size is not known beforehand. */
  readonly pipe: boolean
}

export type Unread = (path: string, error: Error) => void

const manifest = /\.(ya?ml|json)$/i

/**
 * @param unread hears of folders and links below the targets that cannot be read
 * @throws UsageError where a target does not exist, or a glob matches nothing
 */
export async function findSources(targets: readonly string[], unread: Unread): Promise<readonly Source[]> {
  const found: Source[] = []
  const known = new Set<string>()
  for (const target of targets) {
    for (const source of await sourcesOf(target, unread)) {
      const key = source.path === undefined ? '-' : resolve(source.path)
      if (known.has(key)) continue
      known.add(key)
      found.push(source)
    }
  }
  return found
}

async function sourcesOf(target: string, unread: Unread): Promise<readonly Source[]> {
  if (target === '-') return [{ name: 'stdin', path: undefined, bytes: 0, named: true, pipe: false }]
  const entry = await lookAt(target).catch((error: Error) => {
    unread(target, error)
    return null
  })
  if (entry === null) return []
  if (!entry) return matches(target, unread)
  if (entry.sort === 'folder') return (await below(target, unread)).filter(({ name }) => manifest.test(name))
  return [{ name: target, path: target, bytes: entry.bytes, named: true, pipe: entry.sort === 'other' }]
}

async function below(folder: string, unread: Unread): Promise<Source[]> {
  const files = await walk(folder, (path, error) => {
    // A link or file that is no manifest by its name hides none; a folder may.
    if (manifest.test(path) || !/\.\w+$/.test(basename(path)) || path === folder) unread(path, error)
  })
  return files.map(({ path, bytes }) => ({ name: path, path, bytes, named: false, pipe: false }))
}

async function matches(target: string, unread: Unread): Promise<readonly Source[]> {
  const { base, glob } = picomatch.scan(target)
  if (glob === '') throw new UsageError(`no such file or folder: ${target}`)
  const folder = base === '' ? '.' : base
  if (!(await lookAt(folder))) throw new UsageError(`no such folder: ${folder} (of ${target})`)
  const match = picomatch(join(folder, glob))
  // `*.tpl` asks for that very ending; `**` does not ask for pictures.
  const named = /\.\w+$/.test(glob)
  const found = (await below(folder, unread)).filter(({ name }) => match(name) && (named || manifest.test(name)))
  if (found.length === 0) throw new UsageError(`no file matches ${target}`)
  return found
}
