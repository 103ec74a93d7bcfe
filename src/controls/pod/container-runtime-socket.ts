/** A pod mounts the socket by which the container runtime of its node takes orders. */
import { perPod } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import { hostPathsOf, reachesRuntime, withoutHostPaths } from '../../reach/host-paths.ts'

export default control({
  title: 'Pods do not reach the container runtime of their node',
  severity: 'critical',
  about: 'workloads',
  responsible: { fargate: 'aws' },
  why: `
    Whoever can write to the socket of containerd starts a privileged container beside Kubernetes, past every admission
    check and unseen by the API server. On EKS the socket is /run/containerd/containerd.sock; mounting /run brings it along.`,
  fix: 'Remove the volume. Build images outside the cluster or with a rootless builder; for a monitoring agent that needs the socket, write a waiver.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {volumes: [{name: lock, hostPath: {path: /run/xtables.lock}}], containers: [{name: web, image: web:1}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {volumes: [{name: sock, hostPath: {path: /run/containerd/containerd.sock, type: Socket}}], containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {volumes: [{name: sock, hostPath: {path: /var/run/docker.sock}}], containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {volumes: [{name: run, hostPath: {path: /var/run/}}], containers: [{name: web, image: web:1}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  nodeSelector: {kubernetes.io/os: windows}
  volumes: [{name: pipe, hostPath: {path: '\\\\\\\\.\\\\pipe\\\\containerd-containerd'}}]
  containers: [{name: web, image: web:1}]`,
    ],
  },
  applies: perPod((workload) => hostPathsOf(workload).length > 0),
  judge: perPod((workload) =>
    hostPathsOf(workload)
      .filter(({ path }) => reachesRuntime(path))
      .map(({ volume, written, at }) => ({
        says: `volume ${volume} brings in the container runtime: ${written}`,
        at,
        actual: written,
        wanted: 'no such volume',
      })),
  ),
  remedy: (workload) =>
    withoutHostPaths(
      workload,
      hostPathsOf(workload).filter(({ path }) => reachesRuntime(path)),
    ),
})
