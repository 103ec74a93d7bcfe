/** Image references as the container runtime reads them. */
import { describe, expect, it } from 'vitest'
import { exampleWorld } from '../../test/kit/example-world.ts'
import { parseImage, runningImages } from './images.ts'

describe('parseImage', () => {
  it.each([
    ['nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', undefined],
    ['grafana/grafana:13.1.3', 'docker.io', 'grafana/grafana', '13.1.3', undefined],
    ['index.docker.io/library/nginx', 'docker.io', 'library/nginx', undefined, undefined],
    ['registry.example.com:5000/web', 'registry.example.com:5000', 'web', undefined, undefined],
    ['localhost/web:1', 'localhost', 'web', '1', undefined],
    ['openpolicyagent:443/opa', 'openpolicyagent:443', 'opa', undefined, undefined],
    ['Quay.IO/a/b:latest', 'quay.io', 'a/b', 'latest', undefined],
    ['busybox:1@sha256:abc123', 'docker.io', 'library/busybox', '1', 'sha256:abc123'],
    ['docker-pullable://ghcr.io/a/b@sha256:ff', 'ghcr.io', 'a/b', undefined, 'sha256:ff'],
  ])('%s', (reference, registry, repository, tag, digest) => {
    expect(parseImage(reference)).toEqual({ registry, repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) })
  })

  it.each([undefined, null, 7, '', 'a b', 'sha256:0123abcd', 'registry.example.com/'])('is no reference: %s', (reference) => {
    expect(parseImage(reference)).toBeUndefined()
  })
})

describe('runningImages', () => {
  const status = (id: string) => `status: {phase: Running, containerStatuses: [{name: app, image: 'web:1', imageID: '${id}'}]}`
  const pod = (name: string, id: string) => `---
{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web, controller: true}]}, spec: {containers: [{name: app, image: 'web:1'}]}, ${status(id)}}
`
  it('tells each image of a container once, with the tag that named it', () => {
    const { world } = exampleWorld(pod('a', 'docker.io/library/web@sha256:aa') + pod('b', 'docker.io/library/web@sha256:aa') + pod('c', 'sha256:bb'))
    const [workload] = world.all('workloads')
    expect(runningImages(workload!)).toEqual([
      { container: 'app', at: 'spec.containers[0].image', image: { registry: 'docker.io', repository: 'library/web', tag: '1', digest: 'sha256:aa' } },
      { container: 'app', at: 'spec.containers[0].image', image: { registry: 'docker.io', repository: 'library/web', tag: '1' } },
    ])
  })
})
