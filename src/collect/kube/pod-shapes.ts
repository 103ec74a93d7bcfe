/** The types of what every object and every pod template is made of. */
import { all, flags, integers, labels, list, map, named, object, required, strings, texts, type Shape } from './shape.ts'

export const metadata: Shape = object({
  ...texts('name', 'generateName', 'namespace', 'creationTimestamp', 'deletionTimestamp', 'uid'),
  labels,
  annotations: labels,
  finalizers: strings,
  ownerReferences: list(object({ ...texts('apiVersion', 'kind', 'name', 'uid'), controller: 'boolean' })),
})

export const selector = object({ matchLabels: labels, matchExpressions: list(object({ ...required('key', 'operator'), values: strings })) })
const profile = object(texts('type', 'localhostProfile'))
const securityContext = object({
  ...flags('privileged', 'allowPrivilegeEscalation', 'readOnlyRootFilesystem', 'runAsNonRoot'),
  ...integers('runAsUser', 'runAsGroup', 'fsGroup'),
  ...texts('procMount', 'fsGroupChangePolicy'),
  supplementalGroups: list('integer'),
  capabilities: object({ add: strings, drop: strings }),
  seccompProfile: profile,
  appArmorProfile: profile,
  seLinuxOptions: object(texts('type', 'user', 'role', 'level')),
  sysctls: list(object(required('name', 'value'))),
  windowsOptions: object({ hostProcess: 'boolean', runAsUserName: 'string' }),
})

const network = object({ ...texts('host', 'path', 'scheme'), port: 'quantity' })
const probe = object({ httpGet: network, tcpSocket: network, exec: object({ command: strings }) })
const keyRef = object({ ...texts('name', 'key'), optional: 'boolean' })
const container = object({
  ...required('name'),
  ...texts('image', 'imagePullPolicy', 'restartPolicy'),
  command: strings,
  args: strings,
  env: list(
    object({
      ...required('name'),
      value: 'string',
      valueFrom: object({ secretKeyRef: keyRef, configMapKeyRef: keyRef, fieldRef: object(texts('fieldPath')) }),
    }),
  ),
  envFrom: list(object({ prefix: 'string', secretRef: keyRef, configMapRef: keyRef })),
  ports: list(object({ ...texts('name', 'protocol', 'hostIP'), ...integers('containerPort', 'hostPort') })),
  resources: object({ limits: map('quantity'), requests: map('quantity') }),
  securityContext,
  volumeMounts: list(object({ ...required('name', 'mountPath'), ...texts('subPath', 'mountPropagation'), readOnly: 'boolean' })),
  volumeDevices: list(object(required('name', 'devicePath'))),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: object({ postStart: probe, preStop: probe }),
})

const volume = object({
  name: 'required',
  hostPath: object(texts('path', 'type')),
  secret: object({ secretName: 'string', defaultMode: 'integer', optional: 'boolean', items: list(object({ ...texts('key', 'path'), mode: 'integer' })) }),
  configMap: object({ name: 'string', defaultMode: 'integer', optional: 'boolean' }),
  emptyDir: object({ medium: 'string', sizeLimit: 'quantity' }),
  persistentVolumeClaim: object({ claimName: 'string', readOnly: 'boolean' }),
  projected: object({
    sources: list(
      object({
        serviceAccountToken: object({ ...texts('audience', 'path'), expirationSeconds: 'integer' }),
        secret: object(texts('name')),
        configMap: object(texts('name')),
      }),
    ),
  }),
  csi: object({ driver: 'string', volumeAttributes: labels }),
  ephemeral: object({ volumeClaimTemplate: object({ spec: object(texts('storageClassName')) }) }),
  nfs: object(texts('server', 'path')),
})

export const podSpec = object({
  containers: list(container),
  initContainers: list(container),
  ephemeralContainers: list(container),
  volumes: list(volume),
  securityContext,
  ...texts('serviceAccountName', 'serviceAccount', 'nodeName', 'runtimeClassName', 'priorityClassName', 'dnsPolicy', 'restartPolicy'),
  ...flags('automountServiceAccountToken', 'hostNetwork', 'hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace', 'enableServiceLinks'),
  nodeSelector: labels,
  tolerations: list(object({ ...texts('key', 'operator', 'value', 'effect'), tolerationSeconds: 'integer' })),
  affinity: object(all('object', 'nodeAffinity', 'podAffinity', 'podAntiAffinity')),
  topologySpreadConstraints: list(object(texts('topologyKey', 'whenUnsatisfiable'))),
  imagePullSecrets: list(named),
  os: object(texts('name')),
  activeDeadlineSeconds: 'integer',
})

const statuses = list(object({ ...texts('name', 'image', 'imageID'), ready: 'boolean' }))
export const podStatus = object({
  ...texts('phase', 'podIP', 'hostIP'),
  ...all(statuses, 'containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'),
})

export const template = object({ metadata, spec: podSpec })
export const claim = object(texts('storageClassName', 'volumeName'))
