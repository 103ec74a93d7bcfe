/** Makes a world of the input of a case, by the collectors that the command line uses. */
import { Gathering } from '../../src/collect/gathering.ts'
import { project, shelfFor } from '../../src/collect/kube/shelve.ts'
import { collectManifests } from '../../src/collect/manifests/manifests.ts'
import { UsageError } from '../../src/model/usage-error.ts'
import type { World } from '../../src/model/world.ts'
import { view } from '../../src/world/view.ts'
import type { Case, Loose } from './cases.ts'

/** Ages in the cases are of no account; versions and end dates are reckoned from here. */
const time = '2026-11-23T12:00:00.000Z'

/**
 * `complete`: what the input lacks does not exist.
 * @returns undefined where the collector says, as a user would be told, that nothing in it concerns ekshield
 */
export async function inputWorld(one: Case, complete: boolean): Promise<World | undefined> {
  if (one.input['aws']) return awsWorld(one)
  try {
    return view(await collectManifests(['-'], { time, stdin: textOf(one.input), ...(complete && { complete: true }) }))
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}

/** The input as text: objects as YAML documents (JSON is YAML), everything else as it would lie in a file. */
function textOf(input: Loose): string {
  const objects = [
    ...(input['object'] === undefined ? [] : [input['object']]),
    ...(input['objects'] ?? []),
    ...(input['inventory'] ?? []),
    ...(input['existing'] ?? []),
  ]
  if (objects.length > 0) return objects.map((object) => JSON.stringify(object, null, 1)).join('\n---\n')
  const events: unknown[] | undefined = input['auditEvents'] ?? input['cloudTrail']
  if (events) return events.map((event) => JSON.stringify(event)).join('\n')
  if (typeof input['dockerfile'] === 'string') return input['dockerfile']
  if (input['files']) return Object.values(input['files'] as Record<string, string>).join('\n')
  return JSON.stringify(input)
}

/** AWS answers, with the objects beside them: what a dump of such a cluster holds. */
function awsWorld(one: Case): World {
  const gathering = new Gathering()
  const answers = withDetails(one.input['aws'] as Loose)
  for (const [call, body] of Object.entries({ ...answers, ...fromSettings(one.input['settings'], answers['eks:DescribeCluster']?.cluster) }))
    gathering.answers.add(call, '', body)
  for (const object of one.input['objects'] ?? []) {
    const kind = shelfFor(String(object.apiVersion), String(object.kind))
    if (kind) gathering.add(kind, project(kind, structuredClone(object)) as never)
  }
  return view(gathering.finish({ scope: 'cluster', target: one.id, collector: 'dump' }, time, () => undefined))
}

/** A sample is trimmed to the two fields that its check reads; EKS always gives an id, and tells the role when asked. */
function withDetails(answers: Loose): Loose {
  const associations = (answers['eks:ListPodIdentityAssociations']?.associations ?? []).map((association: Loose, i: number) => ({
    associationId: `a-${i}`,
    roleArn: 'arn:aws:iam::111122223333:role/sample',
    ...association,
  }))
  if (associations.length === 0 || answers['eks:DescribePodIdentityAssociation']) return answers
  return { ...answers, 'eks:ListPodIdentityAssociations': { associations }, 'eks:DescribePodIdentityAssociation': { association: associations[0] } }
}

/** The oldest version that a test's settings call supported, as the EKS API would tell of it and of the cluster's own. */
function fromSettings(settings: Loose | undefined, cluster: Loose | undefined): Loose {
  const oldest = minorOf(settings?.['eks_cluster_oldest_version_supported'])
  if (oldest === undefined) return {}
  const version: unknown = cluster?.['version']
  const clusterVersions = [0, 1, 2, 3].map((more) => ({ clusterVersion: `1.${oldest + more}`, versionStatus: 'STANDARD_SUPPORT' }))
  if (typeof version === 'string' && (minorOf(version) ?? 0) < oldest) clusterVersions.push({ clusterVersion: version, versionStatus: 'UNSUPPORTED' })
  return { 'eks:DescribeClusterVersions': { clusterVersions } }
}

function minorOf(version: unknown): number | undefined {
  const minor = /^1\.(\d+)$/.exec(String(version))?.[1]
  return minor === undefined ? undefined : Number(minor)
}
