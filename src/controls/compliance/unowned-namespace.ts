/** A namespace names nobody who answers for it. */
import { control } from '../../model/control.ts'
import { namesOwner } from '../../reach/owners.ts'

const ofKubernetes = new Set(['kube-system', 'kube-public', 'kube-node-lease'])

export default control({
  title: 'Every application namespace names its owner',
  severity: 'low',
  about: 'namespaces',
  needs: ['workloads'],
  why: `
    A finding without an owner is everybody's and nobody's. At night the label on the namespace is how the one on call learns whom
    to wake before a pod is isolated.`,
  fix: 'kubectl label namespace NAMESPACE owner=TEAM; keys that count end in owner, team, contact, maintainer or squad.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/compliance.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {owner: storefront}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: pay, annotations: {example.com/contact-email: pay@example.com}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: kube-system}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: empty}}
---
{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {containers: [{name: a, image: a}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: pay}, spec: {containers: [{name: a, image: a}]}}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {containers: [{name: a, image: a}]}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: default, labels: {owner: ""}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: default}, spec: {containers: [{name: a, image: a}]}}`,
    ],
  },
  // Nobody needs waking for a namespace that is empty, or that holds nothing but what AWS and Kubernetes put there.
  applies: ({ metadata: { name, labels, annotations } }, world) =>
    !ofKubernetes.has(name) && (namesOwner(labels) || namesOwner(annotations) || world.some('workloads', ({ addon }) => !addon, name) !== undefined),
  judge({ metadata: { name, labels, annotations } }) {
    if (namesOwner(labels) || namesOwner(annotations)) return undefined
    return { says: `no label or annotation of ${name} names an owner`, at: 'metadata.labels', wanted: 'a label owner or team' }
  },
})
