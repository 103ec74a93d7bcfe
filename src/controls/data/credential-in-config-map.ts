/** A ConfigMap holds a credential. */
import { control } from '../../model/control.ts'
import { joinPath } from '../../model/path.ts'

const map = (data: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: web, namespace: shop}, data: {${data}}}`

export default control({
  title: 'No ConfigMap holds credentials',
  severity: 'high',
  about: 'configMaps',
  why: `
    ConfigMaps are meant to be read: the view role may, most dashboards show them, and none of the care that Secrets get is
    taken with them. A credential in one must count as known.`,
  fix: 'Move the value into an external secret or a Secret, mount it as a file, and rotate it.',
  refs: [
    'https://kubernetes.io/docs/concepts/configuration/configmap/',
    'https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html',
  ],
  examples: {
    good: [map(`LOG_LEVEL: debug, DB_PASSWORD_FILE: /run/secrets/db, REDIS_PASSWORD: '\${REDIS_PASSWORD}'`), map('SECRET_NAME: web-db')],
    bad: [
      map('DB_PASSWORD: hunter2-is-not-good'),
      map('application.properties: "db.user=shop\\ndb.password=hunter2isnotgood\\n"'),
      map("DB_URL: 'postgres://shop:hunter2@db.example.com/shop'"),
    ],
  },
  judge: ({ credentials }) =>
    (credentials ?? []).map(({ key, looksLike }) => ({
      says: `key ${key} looks like a credential (${looksLike})`,
      at: joinPath('data', key),
      wanted: 'a Secret, or an external secret',
    })),
})
