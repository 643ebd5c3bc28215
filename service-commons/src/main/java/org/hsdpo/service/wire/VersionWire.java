package org.hsdpo.service.wire;

import org.hsdpo.contracts.common.v1.Version;

/** Versions on the wire. */
public final class VersionWire {
    private VersionWire() {}

    public static Version of(String component, String version, String hash) {
        return Version.newBuilder()
                .setComponent(component)
                .setVersion(version)
                .setHash(hash)
                .build();
    }
}
