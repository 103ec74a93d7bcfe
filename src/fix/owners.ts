/** Who else keeps an object: what is changed behind their back does not last, so their source is where it is mended. */
import { stringify } from 'yaml'
import type { KubeObject } from '../model/kubernetes.ts'
import { valueAt } from '../model/path.ts'
import { jsonPatch, pointerOf } from './live-edits.ts'
import type { LiveEdit } from './write.ts'

interface Managed {
  readonly manager?: string
  readonly subresource?: string
}

/** `Helm (release shop of namespace retail)`; undefined where nobody else is known to keep it. */
export function ownerOf(object: KubeObject, isAddon: boolean): string | undefined {
  const {
    labels = {},
    annotations = {},
    ownerReferences = [],
    managedFields = [],
  } = object.metadata as KubeObject['metadata'] & {
    readonly managedFields?: readonly Managed[]
  }
  const owner = ownerReferences.find(({ controller }) => controller === true) ?? ownerReferences[0]
  if (owner) return `${owner.kind} ${owner.name}`
  if (isAddon || labels['eks.amazonaws.com/component'] !== undefined) return 'AWS (EKS add-on)'
  const flux = (toolkit: string, kind: string) => {
    const name = labels[`${toolkit}.toolkit.fluxcd.io/name`]
    return name === undefined ? undefined : `Flux (${kind} ${labels[`${toolkit}.toolkit.fluxcd.io/namespace`] ?? object.metadata.namespace}/${name})`
  }
  const byFlux = flux('helm', 'HelmRelease') ?? flux('kustomize', 'Kustomization')
  if (byFlux !== undefined) return byFlux
  const tracking = annotations['argocd.argoproj.io/tracking-id']
  const application = tracking?.split(':')[0] ?? labels['argocd.argoproj.io/instance']
  if (application !== undefined) return `Argo CD (application ${application})`
  const release = annotations['meta.helm.sh/release-name']
  if (release !== undefined || labels['app.kubernetes.io/managed-by'] === 'Helm')
    return release === undefined
      ? 'Helm'
      : `Helm (release ${release} of namespace ${annotations['meta.helm.sh/release-namespace'] ?? object.metadata.namespace})`
  if (annotations['config.kubernetes.io/origin'] !== undefined) return 'kustomize (its annotation config.kubernetes.io/origin tells the file)'
  if (labels['olm.owner'] !== undefined) return `the Operator Lifecycle Manager (${labels['olm.owner']})`
  // Of the status others write all day.
  const manager = managedFields.filter(({ subresource }) => subresource === undefined).map(({ manager: name = '' }) => name)
  if (manager.some((name) => name === 'eks')) return 'AWS (EKS add-on)'
  if (manager.some((name) => /^(Terraform|HashiCorp)\b/i.test(name))) return 'Terraform'
  if (manager.some((name) => /^pulumi/i.test(name))) return 'Pulumi'
  return undefined
}

/** The edits as a patch for a kustomization. The names of list elements are tested, so that it never lands on another container. */
export function kustomizePatch(object: KubeObject, edits: readonly LiveEdit[]): string {
  const {
    apiVersion,
    kind,
    metadata: { name, namespace },
  } = object
  const elements = edits.flatMap(({ path }) => [...path.matchAll(/\[\d+\]/g)].map(({ index, 0: part }) => path.slice(0, index + part.length)))
  const tests = [...new Set(elements)].flatMap((element) => {
    const known = valueAt(object, `${element}.name`)
    return known === undefined ? [] : [{ op: 'test', path: pointerOf(`${element}.name`), value: known }]
  })
  const [version, group] = apiVersion.split('/').reverse()
  const target = { ...(group !== undefined && { group }), version, kind, name, ...(namespace !== undefined && { namespace }) }
  return stringify({ patches: [{ target, patch: stringify([...tests, ...jsonPatch(edits)]) }] })
}
