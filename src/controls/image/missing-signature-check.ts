/** Nothing at admission asks whether an image is signed. */
import { control } from '../../model/control.ts'
import { showVerifier, verifiersOf } from '../../reach/image-verifiers.ts'

const cluster = 'eks:DescribeCluster: {cluster: {name: shop}}'

export default control({
  title: 'Admission refuses images that are not signed',
  severity: 'high',
  about: 'clusters',
  needs: ['kyvernoPolicies', 'imageValidatingPolicies', 'clusterImagePolicies', 'validatingWebhooks', 'mutatingWebhooks'],
  why: `
    Without it whoever can push to a registry, or name another one in a manifest, decides what runs. A signature that is
    checked at the door ties every image to the pipeline that built it.`,
  fix: 'Install a verifier (Kyverno with an ImageValidatingPolicy, Sigstore policy-controller, or Ratify with Gatekeeper) that denies and fails closed; prove it: kubectl run probe --image UNSIGNED --dry-run=server must be refused.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/image-verification.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/image-security.html',
  ],
  examples: {
    good: [
      `{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: signed}, spec: {validationFailureAction: Enforce, rules: [{name: signed, verifyImages: [{imageReferences: ['*'], attestors: [{count: 1}]}]}]}}
---
${cluster}`,
      `{apiVersion: policies.kyverno.io/v1, kind: ImageValidatingPolicy, metadata: {name: signed}, spec: {validationActions: [Deny]}}
---
${cluster}`,
    ],
    bad: [
      cluster,
      `{apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: signed}, spec: {validationFailureAction: Audit, rules: [{name: signed, verifyImages: [{imageReferences: ['*']}]}]}}
---
${cluster}`,
      // A webhook that fails open verifies nothing on the day it matters.
      `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: image-policy}, webhooks: [{name: images.policy.example.com, failurePolicy: Ignore, clientConfig: {service: {name: image-policy, namespace: policy}}, rules: [{apiGroups: [''], resources: [pods], operations: [CREATE]}]}]}
---
${cluster}`,
      // The Sigstore policy stands, and nobody enforces it.
      `{apiVersion: policy.sigstore.dev/v1beta1, kind: ClusterImagePolicy, metadata: {name: signed}, spec: {images: [{glob: '**'}]}}
---
${cluster}`,
    ],
  },
  judge(_, world) {
    const found = verifiersOf(world)
    if (found.some(({ hole, opaque }) => hole === undefined && !opaque)) return undefined
    for (const kind of ['kyvernoPolicies', 'imageValidatingPolicies', 'clusterImagePolicies', 'validatingWebhooks', 'mutatingWebhooks'] as const)
      world.all(kind)
    const opaque = found.find((one) => one.opaque)
    if (opaque)
      return {
        because: 'not asked',
        detail: `whether ${opaque.ref.kind} ${opaque.ref.name} refuses unsigned images tells only a trial: kubectl run probe --image UNSIGNED --dry-run=server`,
      }
    if (found.length === 0) return { says: 'no policy and no webhook verifies signatures of images', wanted: 'a verifier that denies and fails closed' }
    return { says: found.map(showVerifier).join('; '), wanted: 'a verifier that denies and fails closed', via: found.map(({ ref }) => ref) }
  },
})
