/** A kubelet drops events. */
import { control } from '../../model/control.ts'
import { kubeletOwners, setInNodeConfig } from '../../reach/kubelets.ts'

/** The default since Kubernetes 1.27; the 5 of before lost events on full nodes. */
const enough = 50

export default control({
  title: 'Kubelets do not throttle events away',
  severity: 'low',
  about: 'kubelets',
  responsible: kubeletOwners,
  why: `
    Events tell what happened on a node: images pulled, containers killed, mounts refused. Above its limit the kubelet drops
    them, and what an attacker did among many restarts is not recorded.`,
  fix: setInNodeConfig('eventRecordQPS: 50', 'settings.kubernetes.event-qps'),
  refs: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/'],
  examples: {
    good: [
      `kubelet: {node-a: {kubeletconfig: {eventRecordQPS: 50, eventBurst: 100}}}`,
      // 0 means no limit, and then the burst means nothing.
      `kubelet: {node-a: {kubeletconfig: {eventRecordQPS: 0, eventBurst: 10}}}`,
      `kubelet: {node-a: {kubeletconfig: {}}}`,
    ],
    bad: [
      `kubelet: {node-a: {kubeletconfig: {eventRecordQPS: 5, eventBurst: 10}}}`,
      `kubelet: {node-a: {kubeletconfig: {eventRecordQPS: 100, eventBurst: 10}}}`,
    ],
  },
  judge({ kubeletconfig: { eventRecordQPS: rate = enough, eventBurst: burst } }) {
    if (rate === 0) return undefined
    if (rate < enough)
      return {
        says: `events beyond ${rate} a second are dropped`,
        at: 'kubeletconfig.eventRecordQPS',
        actual: rate,
        wanted: `0 (no limit) or at least ${enough}`,
      }
    if (burst === undefined || burst >= rate) return undefined
    return { says: `eventBurst ${burst} is below eventRecordQPS ${rate}`, at: 'kubeletconfig.eventBurst', actual: burst, wanted: `at least ${rate}` }
  },
})
