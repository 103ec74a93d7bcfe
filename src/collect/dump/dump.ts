/** Reads a dump: a folder with `kubectl get ... -o json` lists, kubelet configurations and AWS answers. */
import { join } from 'node:path'
import { list, lookAt, readText } from '../../doors/files.ts'
import type { StoredFacts, StoredKind } from '../../model/facts.ts'
import { kinds } from '../../model/kinds.ts'
import type { Gap, Snapshot } from '../../model/snapshot.ts'
import { errorOf, isDenial } from '../aws/answers.ts'
import { Gathering, newestTime } from '../gathering.ts'
import { taking } from '../kube/take.ts'
import { readItems } from './items.ts'

type Loose = Record<string, unknown>

/** Whether a folder looks like a dump: it has one of the folders or the file that only dumps have. */
export async function isDump(folder: string): Promise<boolean> {
  for (const name of ['kubernetes', 'aws', 'kubelet', 'version.json']) if (await lookAt(join(folder, name))) return true
  return false
}

/**
 * @param folder `kubernetes/<resource>[.<group>].json`, `kubelet/<node>.configz.json`, `aws/<service>:<Operation>[.<name>].json`, `version.json`
 * @param asOf the time of the facts; else the newest time found in them
 */
export async function collectDump(folder: string, asOf?: string): Promise<Snapshot> {
  const gathering = new Gathering()
  let newest = ''
  const see = (value: unknown) => {
    if (asOf === undefined) newest = newestTime(value, newest)
  }
  await readKubernetes(join(folder, 'kubernetes'), gathering, see)
  await readKubelets(join(folder, 'kubelet'), gathering)
  await readVersion(join(folder, 'version.json'), gathering)
  await readAws(join(folder, 'aws'), gathering, see)
  gathering.open('problems')
  gathering.open('attestations')
  const time = asOf ?? (newest === '' ? '1970-01-01T00:00:00.000Z' : newest)
  return gathering.finish({ scope: 'cluster', target: folder, collector: 'dump' }, time, (kind) => missing(kind))
}

/** What it takes to see a Kubernetes kind, as RBAC says it. */
const listOf = (resource: string): string => `list ${resource}`

function missing(kind: StoredKind): Gap | undefined {
  const info = kinds[kind]
  if (info.plane === 'kubernetes') return { because: 'not asked', detail: `kubernetes/${info.resource}.json is not in the dump`, lacks: listOf(info.resource) }
  if (kind === 'kubelets') return { because: 'not asked', detail: 'the dump holds no kubelet configuration', lacks: 'get nodes/configz' }
  if (kind === 'kubeVersions') return { because: 'not asked', detail: 'version.json is not in the dump', lacks: 'get /version' }
  return undefined
}

const exists = async (path: string): Promise<boolean> => (await lookAt(path)) !== undefined

async function readKubernetes(folder: string, gathering: Gathering, see: (value: unknown) => void): Promise<void> {
  if (!(await exists(folder))) return
  const files = new Set(await list(folder))
  // A cluster without a custom resource's definition serves no list of it: then there are none, and nothing is missing.
  const served = files.has('customresourcedefinitions.apiextensions.k8s.io.json')
    ? await definedResources(join(folder, 'customresourcedefinitions.apiextensions.k8s.io.json'))
    : undefined
  for (const [kind, info] of Object.entries(kinds) as [StoredKind, (typeof kinds)[StoredKind]][]) {
    if (info.plane !== 'kubernetes') continue
    const lists = [{ resource: info.resource as string, kind: info.kind as string, namespaced: info.namespaced }, ...('also' in info ? [info.also] : [])]
    for (const { resource, kind: itemKind } of lists) {
      const file = `${resource}.json`
      if (files.has(file)) await readList(join(folder, file), kind, info.apiVersion, itemKind, gathering, see)
      else if (served && isCustom(info.apiVersion) && !served.has(resource)) gathering.open(kind)
      else if (lists.length > 1) gathering.gap(kind, { because: 'not asked', detail: `kubernetes/${file} is not in the dump`, lacks: listOf(resource) })
    }
  }
}

/** Groups that no API server serves by itself. */
const isCustom = (apiVersion: string): boolean => /^(gateway\.networking\.k8s\.io|(?![^/]+\.k8s\.io\/)[^/]+\.[^/]+)\//.test(apiVersion)

async function definedResources(file: string): Promise<Set<string>> {
  const names = new Set<string>()
  await readItems(file, (item) => names.add(String((item['metadata'] as Loose | undefined)?.['name'])))
  return names
}

async function readList(
  file: string,
  kind: StoredKind,
  apiVersion: string,
  itemKind: string,
  gathering: Gathering,
  see: (value: unknown) => void,
): Promise<void> {
  const take = taking(kind, apiVersion, itemKind)
  gathering.open(kind)
  try {
    const head = await readItems(file, (item) => {
      see((item['metadata'] as Loose | undefined)?.['creationTimestamp'])
      gathering.add(kind, take(item))
    })
    const error = errorOf(head)
    if (head['kind'] === 'Status' || error) {
      const reason = String(head['reason'] ?? error?.name)
      const denied = reason === 'Forbidden' || reason === 'Unauthorized' || (error && isDenial(error))
      const resource = file.slice(file.lastIndexOf('/') + 1, -'.json'.length)
      gathering.gap(kind, {
        because: denied ? 'denied' : 'failed',
        detail: `list ${resource}: ${String(head['message'] ?? error?.message ?? reason)}`,
        lacks: listOf(resource),
      })
    } else if (typeof (head['metadata'] as Loose | undefined)?.['continue'] === 'string' && (head['metadata'] as Loose)['continue'] !== '') {
      gathering.gap(kind, { because: 'failed', detail: `${file} holds only the first page of a list` })
    }
  } catch (error) {
    gathering.gap(kind, { because: 'failed', detail: `${file}: ${(error as Error).message}` })
  }
}

/** JSON.parse tells what it stumbled over, and that may be a secret: the place is enough. */
async function readJson(file: string): Promise<unknown> {
  const text = await readText(file)
  try {
    return JSON.parse(text)
  } catch {
    throw new SyntaxError('is no JSON, or is cut short')
  }
}

async function readKubelets(folder: string, gathering: Gathering): Promise<void> {
  if (!(await exists(folder))) return
  gathering.open('kubelets')
  const suffix = '.configz.json'
  for (const file of (await list(folder)).filter((name) => name.endsWith(suffix))) {
    const node = file.slice(0, -suffix.length)
    try {
      const body = (await readJson(join(folder, file))) as Loose
      const error = errorOf(body)
      const config = body['kubeletconfig']
      if (error || typeof config !== 'object' || config === null)
        gathering.gap('kubelets', {
          because: error && isDenial(error) ? 'denied' : 'failed',
          detail: `kubelet/${file}: ${error?.message ?? 'holds no kubeletconfig'}`,
          lacks: 'get nodes/configz',
        })
      else gathering.add('kubelets', { node, kubeletconfig: config })
    } catch (error) {
      gathering.gap('kubelets', { because: 'failed', detail: `kubelet/${file}: ${(error as Error).message}` })
    }
  }
}

async function readVersion(file: string, gathering: Gathering): Promise<void> {
  if (!(await exists(file))) return
  try {
    gathering.add('kubeVersions', (await readJson(file)) as StoredFacts['kubeVersions'])
  } catch (error) {
    gathering.gap('kubeVersions', { because: 'failed', detail: `version.json: ${(error as Error).message}` })
  }
}

/** `eks:DescribeNodegroup.general.json` -> the call and its argument. */
const answerFile = /^([a-z0-9-]+:[A-Za-z0-9]+)(?:\.(.+))?\.json$/

async function readAws(folder: string, gathering: Gathering, see: (value: unknown) => void): Promise<void> {
  if (!(await exists(folder))) return
  for (const file of await list(folder)) {
    const [, call, name] = answerFile.exec(file) ?? []
    if (call === undefined) continue
    try {
      const body = await readJson(join(folder, file))
      if (call === 'ssm:DescribeInstanceInformation' || call === 'cloudtrail:GetTrailStatus' || call === 'ec2:DescribeInstances') see(body)
      gathering.answers.add(call, name ?? '', body)
    } catch (error) {
      gathering.answers.add(call, name ?? '', { __error: { name: 'Unreadable', message: `aws/${file}: ${(error as Error).message}` } })
    }
  }
}
