/** Puts the Kubernetes objects of a document on their shelves, mended where the API server would refuse them. */
import type { Problem, StoredFacts, StoredKind } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import { showRef } from '../../model/ref.ts'
import type { Gathering } from '../gathering.ts'
import { conform } from '../kube/conform.ts'
import { project, shelfFor } from '../kube/shelve.ts'
import { Sharer } from './share.ts'
import { OriginWriter } from './origins.ts'
import { type Node, Tree } from './tree.ts'

type Loose = Record<string, unknown>
type Step = string | number

/** Groups that every API server serves; a kind in the wrong one of them is a slip, not somebody's own kind. */
const builtIn =
  /^((v\d\w*)|(apps|batch|extensions|policy|autoscaling|(networking|rbac\.authorization|storage|admissionregistration|apiextensions|node)\.k8s\.io)\/.*)$/
const byKind = new Map<string, StoredKind>()
for (const [name, info] of Object.entries(kinds)) {
  if (info.plane !== 'kubernetes' || !builtIn.test(info.apiVersion)) continue
  byKind.set(info.kind, name as StoredKind)
  if ('also' in info) byKind.set(info.also.kind, name as StoredKind)
}

/** Objects that forbid something. The API server refuses a malformed one whole, so it must not count as protection. */
const protecting = new Set<StoredKind>([
  'networkPolicies',
  'awsNetworkPolicies',
  'ciliumPolicies',
  'calicoPolicies',
  'resourceQuotas',
  'limitRanges',
  'podDisruptionBudgets',
  'admissionPolicies',
  'admissionPolicyBindings',
  'kyvernoPolicies',
  'imageValidatingPolicies',
  'clusterImagePolicies',
])

/** Fields that `project` adds, and no object brings. */
const addedByUs: { readonly [K in StoredKind]?: readonly string[] } = { configMaps: ['keys', 'credentials'], secrets: ['keys', 'placeholders'] }

/** What a document turned out to be. */
export type Sort = 'objects' | 'foreign' | 'nothing'

export class ObjectShelver {
  readonly #gathering: Gathering
  readonly #origins = new OriginWriter()
  readonly #sharer = new Sharer()
  #file = ''
  readonly #tell: (problem: Problem) => void
  #tree = new Tree()

  constructor(gathering: Gathering, tell: (problem: Problem) => void) {
    this.#gathering = gathering
    this.#tell = tell
  }

  /** Shelves what the document holds; `tree` tells where it stands in the file. */
  take(file: string, value: unknown, tree: Tree): Sort {
    this.#file = file
    this.#tree = tree
    if (value === undefined || value === null) return 'nothing'
    if (Array.isArray(value)) return this.#bareList(value)
    return typeof value === 'object' ? this.#object(value as Loose, 0, undefined) : 'foreign'
  }

  /** kubectl takes no list at the top; where it holds objects, they were meant to be seen. */
  #bareList(items: readonly unknown[]): Sort {
    if (!items.some((item) => typeof item === 'object' && item !== null && 'apiVersion' in item && 'kind' in item)) return 'foreign'
    this.#say('unreadable', 0, 'a list at the top, which kubectl does not take; write a List, or a document for each object')
    return 'objects'
  }

  #say(sort: Problem['sort'], node: Node, says: string): void {
    this.#tell({ file: this.#file, line: this.#tree.lines[node] as number, column: this.#tree.columns[node] as number, sort, says })
  }

  /** @param inherited the apiVersion and kind that a list gives its items */
  #object(object: Loose, node: Node, inherited: { apiVersion: unknown; kind: string } | undefined): Sort {
    const kind = object['kind'] ?? inherited?.kind
    const apiVersion = object['apiVersion'] ?? inherited?.apiVersion
    if (typeof kind !== 'string') return this.#kindless(object, node, kind)
    const served = typeof apiVersion === 'string' ? shelfFor(apiVersion, kind) : undefined
    if (!served && kind.endsWith('List') && (Array.isArray(object['items']) || kind === 'List')) return this.#list(object, node, apiVersion, kind)
    const meant = served ?? (typeof apiVersion !== 'string' || builtIn.test(apiVersion) ? byKind.get(kind) : undefined)
    if (!meant) return typeof apiVersion === 'string' && !apiVersion.startsWith('kustomize.config.k8s.io/') ? 'objects' : 'foreign'
    object['kind'] = kind
    object['apiVersion'] = apiVersion
    this.#shelve(meant, object, node, served !== undefined)
    return 'objects'
  }

  #kindless(object: Loose, node: Node, kind: unknown): Sort {
    const { apiVersion, metadata } = object
    if (typeof apiVersion !== 'string' || typeof metadata !== 'object' || metadata === null) return 'foreign'
    this.#say(
      'unreadable',
      kind === undefined ? node : this.#tree.find(node, ['kind']),
      kind === undefined || kind === null ? 'an object without a kind' : `kind: expected string, found ${typeof kind}`,
    )
    return 'objects'
  }

  #list(list: Loose, node: Node, apiVersion: unknown, kind: string): Sort {
    const { items } = list
    if (!Array.isArray(items)) {
      if (items !== undefined && items !== null) this.#say('unreadable', this.#tree.find(node, ['items']), `items: expected list, found ${typeof items}`)
      return 'objects'
    }
    const inherited = kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) }
    const itemsNode = this.#tree.child(node, 'items') ?? node
    let place = itemsNode + 1
    for (const item of items as unknown[]) {
      const at = place < (this.#tree.ends[itemsNode] as number) ? place : itemsNode
      if (at === place) place = this.#tree.ends[place] as number
      if (typeof item !== 'object' || item === null || Array.isArray(item) || this.#object(item as Loose, at, inherited) === 'foreign')
        this.#say('unreadable', at, `an item of the ${kind} that is no object with apiVersion and kind`)
    }
    return 'objects'
  }

  /** @param served whether the group is the one that serves the kind */
  #shelve(kind: StoredKind, object: Loose, node: Node, served: boolean): void {
    const misfits = conform(kind, object)
    const wrong: { path: readonly Step[]; says: string }[] = [...misfits]
    const apiVersion = object['apiVersion']
    if (!served) {
      const right = apiVersionOf(kind)
      wrong.push({
        path: ['apiVersion'],
        says:
          typeof apiVersion === 'string'
            ? `${apiVersion} has no such kind (${right} has)`
            : apiVersion === undefined || apiVersion === null
              ? `missing (${right})`
              : `expected string, found ${typeof apiVersion}`,
      })
      object['apiVersion'] = right
    }
    if (this.#name(object)) wrong.push({ path: ['metadata', 'name'], says: 'missing' })
    const refused = protecting.has(kind) && misfits.some(({ path }) => path[0] !== 'metadata')
    for (const { path, says } of wrong) {
      const { name, namespace } = object['metadata'] as { name: string; namespace?: string }
      const ref = showRef({ kind: object['kind'] as string, name: name === '' ? '(no name)' : name, ...(namespace !== undefined && { namespace }) })
      this.#say(
        'invalid',
        this.#tree.find(node, path),
        `${ref}: ${showPath(path)}: ${says}${refused ? '; the API server refuses it, so it protects nothing' : ''}`,
      )
    }
    if (refused) return
    for (const added of addedByUs[kind] ?? []) delete object[added]
    const kept = this.#sharer.shareParts(project(kind, object))
    this.#gathering.add(kind, kept as unknown as StoredFacts[StoredKind], this.#origins.write(this.#file, kept, this.#tree, node))
  }

  /** Sees to it that the object has a name. @returns whether that is a fault of its own */
  #name(object: Loose): boolean {
    const metadata = (object['metadata'] ?? {}) as Loose
    object['metadata'] = metadata
    const { name, generateName } = metadata
    if (typeof name === 'string' && name !== '') return false
    const generated = typeof generateName === 'string' && generateName !== ''
    metadata['name'] = generated ? `${generateName}*` : ''
    return !generated
  }
}

function apiVersionOf(kind: StoredKind): string {
  const info = kinds[kind]
  return info.plane === 'kubernetes' ? info.apiVersion : ''
}

/** `spec.containers[0].image`; keys with dots in brackets, as findings print them. */
function showPath(path: readonly Step[]): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : /[^\w-]/.test(step) ? `[${step}]` : i === 0 ? step : `.${step}`)).join('')
}
