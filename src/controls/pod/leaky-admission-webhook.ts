/** A webhook that guards pods can be got past. */
import { control } from '../../model/control.ts'
import { guardsPods, waysPast } from '../../reach/admission-webhooks.ts'

export default control({
  title: 'Webhooks that guard pods cannot be got past',
  severity: 'medium',
  about: 'validatingWebhooks',
  needs: ['services', 'namespaces'],
  why: `
    A webhook that fails open is off whenever its pods are, and an intruder can see to that. One that skips namespaces, labels or
    ephemeral containers is off for whoever knows it, and one that is slow makes people switch it off.`,
  fix: 'Set failurePolicy Fail and timeoutSeconds of 10 at most, add pods/ephemeralcontainers to the rules, drop the objectSelector, and leave out only kube-system and the namespace of the webhook itself; run two replicas of it.',
  refs: ['https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/'],
  examples: {
    good: [
      `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: guard}
webhooks:
  - name: pods.guard.example.com
    failurePolicy: Fail
    timeoutSeconds: 5
    clientConfig: {service: {namespace: guard, name: guard}}
    namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, guard]}]}
    rules: [{apiGroups: [""], resources: [pods, pods/ephemeralcontainers], operations: [CREATE, UPDATE]}]
---
{apiVersion: v1, kind: Service, metadata: {name: guard, namespace: guard}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: guard}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}`,
    ],
    bad: [
      `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: guard}
webhooks:
  - name: pods.guard.example.com
    failurePolicy: Ignore
    clientConfig: {url: "https://guard.example.com/check"}
    rules: [{apiGroups: [""], resources: ["*/*"], operations: [CREATE]}]`,
      `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: guard}
webhooks:
  - name: pods.guard.example.com
    failurePolicy: Fail
    clientConfig: {service: {namespace: gone, name: guard}}
    namespaceSelector: {matchLabels: {guard: "on"}}
    objectSelector: {matchExpressions: [{key: skip, operator: DoesNotExist}]}
    rules: [{apiGroups: [""], resources: [pods], operations: [CREATE]}]
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}`,
    ],
  },
  applies: ({ webhooks }) => (webhooks ?? []).some(guardsPods),
  judge: ({ webhooks }, world) => (webhooks ?? []).flatMap((webhook, i) => (guardsPods(webhook) ? waysPast(webhook, `webhooks[${i}]`, world) : [])),
})
