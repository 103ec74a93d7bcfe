/** A workload gets AWS keys that were written down. */
import { control } from '../../model/control.ts'
import { faultsOfContainer, faultsOfVolumes, secretsTaken } from '../../reach/aws-keys.ts'

export default control({
  title: 'Workloads get AWS access from their role, not from keys',
  severity: 'critical',
  about: 'workloads',
  needs: ['secrets', 'configMaps'],
  why: `
    Access keys do not end by themselves, work from everywhere, and lie in manifests, backups and logs. The SDK also prefers
    them to the role of the pod, so a good role beside them is never used.`,
  fix: 'Make a role with Pod Identity for the service account, take the variables and the Secret away, then deactivate the key in IAM.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {serviceAccountName: web, containers: [{name: web, image: web:1, env: [{name: AWS_REGION, value: us-west-2}, {name: AWS_ACCESS_KEY_ID, value: ''}], envFrom: [{secretRef: {name: db}}]}]}
---
{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}, data: {PASSWORD: eA==}}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, env: [{name: AWS_ACCESS_KEY_ID, value: AKIAIOSFODNN7EXAMPLE}, {name: AWS_SECRET_ACCESS_KEY, value: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}]}]}`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: {initContainers: [{name: sync, image: cli:1, env: [{name: AWS_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: s3, key: secret}}}]}], containers: [{name: web, image: web:1}]}}}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, envFrom: [{secretRef: {name: s3}}]}]}
---
{apiVersion: v1, kind: Secret, metadata: {name: s3, namespace: shop}, data: {AWS_ACCESS_KEY_ID: eA==, AWS_SECRET_ACCESS_KEY: eA==}}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: web, image: web:1, volumeMounts: [{name: aws, mountPath: /root/.aws}]}], volumes: [{name: aws, secret: {secretName: profile}}]}`,
    ],
  },
  judge(workload, world) {
    const faults = [...faultsOfContainer(workload), ...faultsOfVolumes(workload)]
    return faults.length > 0 ? faults : secretsTaken(workload, world)
  },
})
