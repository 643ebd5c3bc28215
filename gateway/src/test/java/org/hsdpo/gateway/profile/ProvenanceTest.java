package org.hsdpo.gateway.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hsdpo.contracts.common.v1.Version;
import org.hsdpo.service.wire.VersionWire;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    @Test
    void whatTwoServicesNameByTheSameHashIsListedOnce() {
        Version named = VersionWire.of("rules", "3", "ab");
        assertThat(ProfileDocument.merged(List.of(VersionWire.of("rules", "", "ab"), named, named)))
                .containsExactly(named);
    }

    @Test
    void servicesThatWorkByDifferentRulesAreBothListed() {
        Version older = VersionWire.of("rules", "", "ab");
        Version newer = VersionWire.of("rules", "3", "cd");
        Version bare = VersionWire.of("gateway", "", "");
        assertThat(ProfileDocument.merged(List.of(newer, older, bare))).containsExactly(bare, older, newer);
    }
}
