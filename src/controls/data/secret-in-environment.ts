/** A container gets the value of a Secret in an environment variable. */
import { containersOf, perPod } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { listOf } from '../../reach/lists.ts'

const pod = (container: string, list = 'containers') =>
  `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {${list}: [{name: web, image: web:1, ${container}}]}}`

export default control({
  title: 'Secrets reach containers as files, not environment variables',
  severity: 'medium',
  about: 'workloads',
  why: `
    Variables are seen by every child process and end in crash dumps, debug pages and logs. They never change while the
    container runs, so a rotated secret needs a restart; a mounted file is renewed by itself.`,
  fix: 'Mount the Secret as a volume (or through the Secrets Store CSI driver) and give the container the path; many images read NAME_FILE in place of NAME.',
  refs: [
    'https://kubernetes.io/docs/concepts/configuration/secret/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html',
  ],
  examples: {
    good: [
      pod('env: [{name: A, value: b}, {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}], envFrom: [{configMapRef: {name: c}}]'),
      pod('volumeMounts: [{name: s, mountPath: /s}]'),
    ],
    bad: [
      pod('env: [{name: A, value: b}, {name: PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]'),
      pod('envFrom: [{secretRef: {name: db}}]', 'initContainers'),
    ],
  },
  judge: perPod((workload) =>
    containersOf(workload).flatMap(({ value, at }) => {
      const wanted = 'a mounted file'
      const single = listOf(value.env).flatMap((variable, i) =>
        variable?.valueFrom?.secretKeyRef
          ? [
              {
                says: `container ${value.name}: variable ${variable.name} holds a key of Secret ${variable.valueFrom.secretKeyRef.name ?? ''}`.trimEnd(),
                at: `${at}.env[${i}].valueFrom.secretKeyRef`,
                wanted,
              },
            ]
          : [],
      )
      const whole = listOf(value.envFrom).flatMap((source, i) =>
        source?.secretRef
          ? [
              {
                says: `container ${value.name}: all keys of Secret ${source.secretRef.name ?? ''} become variables`,
                at: `${at}.envFrom[${i}].secretRef`,
                wanted,
              },
            ]
          : [],
      )
      return [...single, ...whole]
    }),
  ),
})
