/** Images are built inside the cluster by a daemon or with the rights of one. */
import { containersOf, perPod } from '../../demand/pods.ts'
import { control } from '../../model/control.ts'
import type { Container } from '../../model/kubernetes.ts'
import { concatPath } from '../../model/path.ts'

export default control({
  title: 'No Docker daemon or privileged image builder runs in a pod',
  severity: 'high',
  about: 'workloads',
  why: `
    A Docker daemon in a pod, and most builders, need a privileged container, and run what a pull request tells them to. Whoever
    can change a Dockerfile then owns the node. Kaniko needs no privilege but is archived: its holes stay open.`,
  fix: 'Build in AWS CodeBuild or with rootless BuildKit in a namespace and on nodes of its own; run CI runners in their Kubernetes mode rather than with Docker in Docker.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html'],
  examples: {
    good: [
      `apiVersion: v1
kind: Pod
metadata: {name: build, namespace: ci}
spec: {containers: [{name: build, image: "moby/buildkit:v0.20.0-rootless", args: [--oci-worker-no-process-sandbox]}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: docs, namespace: shop}
spec: {containers: [{name: docs, image: "registry.example.com:5000/docker/docs:1"}]}`,
    ],
    bad: [
      `apiVersion: v1
kind: Pod
metadata: {name: runner, namespace: ci}
spec:
  containers: [{name: runner, image: runner:1}]
  initContainers: [{name: dind, image: "docker:27-dind", restartPolicy: Always, securityContext: {privileged: true}}]`,
      `apiVersion: v1
kind: Pod
metadata: {name: runner, namespace: ci}
spec: {containers: [{name: runner, image: runner:1, command: [/usr/bin/dockerd, "--host=tcp://0.0.0.0:2375"]}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: build, namespace: ci}
spec: {containers: [{name: build, image: "gcr.io/kaniko-project/executor:v1.24.0"}]}`,
      `apiVersion: v1
kind: Pod
metadata: {name: build, namespace: ci}
spec: {containers: [{name: build, image: "quay.io/buildah/stable:v1.40", securityContext: {capabilities: {add: [SYS_ADMIN]}}}]}`,
    ],
  },
  judge: perPod((pod) =>
    containersOf(pod).flatMap(({ value, at }) => {
      const fault = buildsBy(value)
      return fault === undefined
        ? []
        : [{ says: `container ${value.name} ${fault}`, at: concatPath(at, 'image'), ...(value.image !== undefined && { actual: value.image }) }]
    }),
  ),
})

function buildsBy(container: Container): string | undefined {
  const image = String(container.image ?? '').toLowerCase()
  const words = [container.command, container.args].flatMap((list) => (Array.isArray(list) ? list.flatMap((word) => String(word).split(/[\s;&|()]+/)) : []))
  const programs = new Set(words.map((word) => word.slice(word.lastIndexOf('/') + 1)))
  if (/(^|\/)docker(:|@)[^/]*dind|(^|[/:@-])dind([:@-]|$)/.test(image) || programs.has('dockerd') || programs.has('dockerd-entrypoint.sh'))
    return 'runs a Docker daemon'
  if (/(^|[/-])kaniko([/:@-]|$)/.test(image)) return 'builds images with kaniko, which is archived'
  const isBuilder = /(^|[/-])(buildkit|buildkitd|buildah|podman|img)([/:@-]|$)/.test(image) || programs.has('buildkitd') || programs.has('buildah')
  const { privileged, capabilities } = container.securityContext ?? {}
  const isMighty = privileged === true || (Array.isArray(capabilities?.add) && capabilities.add.some((name) => /^(cap_)?(sys_admin|all)$/i.test(String(name))))
  return isBuilder && isMighty ? `builds images ${privileged === true ? 'privileged' : 'with SYS_ADMIN'}` : undefined
}
