/** A credential is written into the spec of a workload. */
import { containersOf, perPod } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { redactedSort } from '../../model/redacted.ts'
import { listOf } from '../../reach/lists.ts'

const pod = (container: string) =>
  `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: web:1, ${container}}]}}`

export default control({
  title: 'No workload has credentials written into its spec',
  severity: 'high',
  about: 'workloads',
  why: `
    Whoever may list pods reads the spec, and so do backups, Git, logs of the API and every tool with view rights. A
    credential in it must count as known, and be replaced.`,
  fix: 'Move the value into an external secret (AWS Secrets Manager by the Secrets Store CSI driver or External Secrets) or, for AWS keys, use Pod Identity; then rotate it, and purge it from Git.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html',
    'https://kubernetes.io/docs/concepts/configuration/secret/',
  ],
  examples: {
    good: [
      pod(
        'env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}, {name: DB_PASSWORD_FILE, value: /run/secrets/db}, {name: TOKEN_TTL, value: 30m}]',
      ),
      pod("args: ['--password-file=/run/secrets/db', '--token=$(TOKEN)']"),
    ],
    bad: [
      pod('env: [{name: DB_PASSWORD, value: hunter2-is-not-good}]'),
      pod('env: [{name: KEY, value: AKIAIOSFODNN7EXAMPLE}]'),
      pod("command: [sh, -c, 'mysql --password=hunter2isnotgood']"),
      pod("args: ['postgres://shop:hunter2@db.example.com/shop']"),
    ],
  },
  judge: perPod((workload) =>
    containersOf(workload).flatMap(({ value, at }) => {
      const wanted = 'a mounted secret, or a role'
      const env = listOf(value.env).flatMap((variable, i) => {
        const sort = typeof variable?.value === 'string' ? redactedSort(variable.value) : undefined
        return sort === undefined
          ? []
          : [{ says: `container ${value.name}: variable ${variable?.name} looks like a credential (${sort})`, at: `${at}.env[${i}].value`, wanted }]
      })
      const texts = (['command', 'args'] as const).flatMap((list) =>
        listOf(value[list]).flatMap((text, i) => {
          const sort = redactedSort(String(text))
          return sort === undefined
            ? []
            : [{ says: `container ${value.name}: ${list} hold what looks like a credential (${sort})`, at: `${at}.${list}[${i}]`, wanted }]
        }),
      )
      return [...env, ...texts]
    }),
  ),
})
