/** Collects Kubernetes manifests: files, folders, globs and stdin, YAML and JSON, with the line of every field. */
import { basename } from 'node:path'
import { readBytesNow, readChunks } from '../../doors/files.ts'
import type { Problem, StoredKind } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import type { Gap, Snapshot } from '../../model/snapshot.ts'
import { UsageError } from '../../model/usage-error.ts'
import { Gathering } from '../gathering.ts'
import { decode } from './decode.ts'
import { DocumentReader } from './documents.ts'
import { type Fault, makesObjects, templateLine, templateWords } from './faults.ts'
import { ObjectShelver, type Sort } from './objects.ts'
import { findSources, type Source } from './targets.ts'

export interface ManifestOptions {
  /** When the facts count as true, ISO 8601: manifests carry no time. */
  readonly time: string
  /** What `-` stands for. */
  readonly stdin?: string
  /** The manifests are all there is: what they lack does not exist. */
  readonly complete?: boolean
}

const megabyte = 1 << 20
const largestFile = 100 * megabyte

/**
 * Files that cannot be read, wholly or in part, become `problems`, and gaps on every Kubernetes kind: anything may
 * have stood in them.
 * @throws UsageError where a target does not exist, or none holds an object
 */
export async function collectManifests(targets: readonly string[], options: ManifestOptions): Promise<Snapshot> {
  const gathering = new Gathering()
  gathering.open('problems')
  gathering.open('attestations')
  const collection = new Collection(gathering)
  const sources = await findSources(targets, (path, error) => collection.unreadable(path, 0, 0, reasonOf(error)))
  for (const source of sources) await collection.read(source, options.stdin)
  if (collection.objects === 0 && collection.lost.length === 0) throw new UsageError(nothingIn(targets, sources))
  addGaps(gathering, collection.lost, options.complete === true)
  const scope = options.complete ? 'cluster' : 'files'
  return gathering.finish({ scope, target: targets.join(' '), collector: 'manifests' }, options.time, (kind) => gapOf(kind, options.complete === true))
}

class Collection {
  readonly #gathering: Gathering
  readonly #documents = new DocumentReader()
  readonly #shelver: ObjectShelver
  /** Documents that were Kubernetes objects. */
  objects = 0
  /** Problems because of which objects may be missing. */
  readonly lost: Problem[] = []

  constructor(gathering: Gathering) {
    this.#gathering = gathering
    this.#shelver = new ObjectShelver(gathering, (problem) => this.#problem(problem))
  }

  #problem(problem: Problem): void {
    this.#gathering.problem(problem)
    if (problem.sort === 'unreadable') this.lost.push(problem)
  }

  unreadable(file: string, line: number, column: number, says: string): void {
    this.#problem({ file, line, column, sort: 'unreadable', says })
  }

  async read(source: Source, stdin: string | undefined): Promise<void> {
    const { name } = source
    let raw: Buffer | number
    try {
      raw =
        source.path === undefined
          ? Buffer.from(stdin ?? '')
          : source.pipe
            ? await readPipe(source.path)
            : source.bytes > largestFile
              ? source.bytes
              : readBytesNow(source.path)
    } catch (error) {
      this.unreadable(name, 0, 0, reasonOf(error as Error))
      return
    }
    const size = typeof raw === 'number' ? raw : raw.length
    if (typeof raw === 'number' || size > largestFile)
      this.unreadable(name, 0, 0, `${Math.round(size / megabyte)} MB is more than the ${largestFile / megabyte} MB that one file may have; split it`)
    else this.#readText(source, raw)
  }

  #readText({ name, named }: Source, raw: Buffer): void {
    const text = decode(raw)
    if ('says' in text) {
      this.unreadable(name, text.line, 1, text.says)
      return
    }
    const found = new Set<Sort>()
    let template = false
    this.#documents.read(text, {
      document: (value, tree, faults) => {
        const sort = this.#shelver.take(name, value, tree)
        found.add(sort)
        if (sort !== 'objects') return
        this.objects += 1
        for (const { line, column, says } of faults) this.#problem({ file: name, line, column, sort: 'invalid', says })
      },
      broken: (fault, document, line) => {
        found.add('objects')
        const told = tell(fault, document, line)
        // One sentence is enough for a file full of templates.
        if (told.says === templateWords && template) return
        template ||= told.says === templateWords
        if (named || mayHoldObjects(document)) this.unreadable(name, told.line, told.column, told.says)
      },
    })
    if (named && !found.has('objects'))
      this.#problem({
        file: name,
        line: 1,
        column: 1,
        sort: 'invalid',
        says: found.has('foreign') ? 'no Kubernetes object: nothing in it has apiVersion and kind' : 'holds nothing',
      })
  }
}

/** A template is told as such; any other fault as what it is. */
function tell(fault: Fault, document: string, line: number): Fault {
  const at = templateLine(document, fault.line - line)
  return at === undefined ? fault : { line: line + at, column: 1, says: templateWords }
}

/** Of broken documents in folders, those of other tools are no loss: they never name an apiVersion. */
const mayHoldObjects = (document: string): boolean => document.includes('apiVersion') || makesObjects(document)

/** A pipe to its end, or the size at which it was too much. */
async function readPipe(path: string): Promise<Buffer | number> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of readChunks(path)) {
    size += chunk.length
    if (size > largestFile) return size
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'symbolic links that lead in a circle',
  ENOENT: 'no such file',
  ENOTDIR: 'no such file: part of the path is no folder',
  EISDIR: 'a folder, not a file',
  EMFILE: 'too many open files',
  EIO: 'the disk could not read it',
}

const reasonOf = (error: Error): string => reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message

function nothingIn(targets: readonly string[], sources: readonly Source[]): string {
  const names = sources.map(({ name }) => basename(name).toLowerCase())
  const hint = names.some((name) => /^kustomization\.ya?ml$/.test(name))
    ? '; render the kustomization first: kubectl kustomize FOLDER | ekshield scan -'
    : names.includes('chart.yaml')
      ? '; render the chart first: helm template CHART | ekshield scan -'
      : ''
  return `no Kubernetes object in ${targets.join(', ')}${sources.length === 0 ? ' (no .yaml, .yml or .json file)' : ''}${hint}`
}

function addGaps(gathering: Gathering, lost: readonly Problem[], complete: boolean): void {
  const [first] = lost
  const more = lost.length > 1 ? `, and ${lost.length - 1} more` : ''
  const failed: Gap | undefined = first && { because: 'failed', detail: `${first.file}${first.line > 0 ? `:${first.line}` : ''}: ${first.says}${more}` }
  for (const [kind, info] of Object.entries(kinds) as [StoredKind, (typeof kinds)[StoredKind]][]) {
    if (info.plane !== 'kubernetes') continue
    const gap = failed ?? gapOf(kind, complete)
    if (gap) gathering.gap(kind, gap)
  }
}

/** What manifests cannot show by their nature. */
function gapOf(kind: StoredKind, complete: boolean): Gap | undefined {
  const { plane } = kinds[kind]
  if (plane === 'kubernetes') return complete ? undefined : { because: 'out of scope', detail: 'files show only a part of a cluster' }
  if (plane === 'aws') return complete ? undefined : { because: 'out of scope', detail: 'files show no AWS account' }
  if (plane !== 'node') return undefined
  return complete
    ? { because: 'not asked', detail: 'manifests hold no answers of a running cluster' }
    : { because: 'out of scope', detail: 'files show no running cluster' }
}
