/** A workload runs in the namespace default. */
import { control } from '../../model/control.ts'

export default control({
  title: 'No workload runs in the namespace default',
  severity: 'medium',
  about: 'workloads',
  why: `
    What nobody placed lands in default, beside whatever landed there before. It has no owner, no quota and no policy, and a
    right given there is given to all of it.`,
  fix: 'Create a namespace for the application and apply its manifests there.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html',
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
  ],
  examples: {
    good: [`{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1}]}}`],
    bad: [
      `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default}, spec: {containers: [{name: web, image: web:1}]}}`,
      `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: default}, spec: {template: {spec: {containers: [{name: web, image: web:1}]}}}}`,
    ],
  },
  judge({ metadata: { namespace } }, world) {
    // A manifest without a namespace goes wherever it is applied, and to default where nothing says otherwise.
    if ((namespace ?? (world.source.scope === 'cluster' ? 'default' : undefined)) !== 'default') return undefined
    return {
      says: 'runs in the namespace default',
      at: 'metadata.namespace',
      ...(namespace !== undefined && { actual: namespace }),
      wanted: 'a namespace of its own',
    }
  },
})
