/** The ICE servers of a session, fetched before they are needed and again before they expire. */

import type { IceServer } from "../contract/wire.gen.ts";
import type { RoomPorts } from "./ports.ts";

export interface Ice {
  readonly configuration: () => RTCConfiguration;
  readonly servers: () => Promise<readonly IceServer[]>;
  /** Fetches them where they are not held or soon expire. */
  readonly renew: () => Promise<void>;
  /** Waits for them a little, where none are held: joining never hangs on them. */
  readonly ready: () => Promise<void>;
}

const LONGEST_WAIT = 1_500; // ms
const MARGIN = 10 * 60_000; // ms before the end at which new ones are fetched

function plain({ urls, username, credential }: IceServer): RTCIceServer {
  return username === "" ? { urls: [...urls] } : { urls: [...urls], username, credential };
}

export function createIce(ports: Pick<RoomPorts, "ice">, session: string): Ice {
  let servers: readonly IceServer[] = [];
  let expires = 0;

  async function renew(): Promise<void> {
    if (Date.now() < expires - MARGIN) return;
    const answer = await ports.ice(session);
    if (!answer.ok) return; // host candidates do, and the next call asks again
    servers = answer.value.servers;
    expires = Date.parse(answer.value.expires_at);
  }

  return {
    configuration: () => ({ iceServers: servers.map(plain), bundlePolicy: "max-bundle" }),
    servers: async () => {
      await renew();
      return servers;
    },
    renew,
    ready: async () => {
      if (Date.now() < expires) return;
      await Promise.race([renew(), new Promise<void>((done) => setTimeout(done, LONGEST_WAIT))]);
    },
  };
}
