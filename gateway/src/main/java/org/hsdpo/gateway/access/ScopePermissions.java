package org.hsdpo.gateway.access;

import io.quarkus.security.StringPermission;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Permission;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Gives an identity the permissions that the scopes of its token stand for. */
@ApplicationScoped
public class ScopePermissions implements SecurityIdentityAugmentor {
    private static final String SCOPE = "scope";

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        Set<Permission> permissions = new HashSet<>();
        for (SmartScope scope : scopes(token)) {
            for (String permission : scope.permissions()) {
                String[] nameAndAction = permission.split(":");
                permissions.add(new StringPermission(nameAndAction[0], nameAndAction[1]));
            }
        }
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder(identity)
                        .addPermissionChecker(required ->
                                Uni.createFrom().item(permissions.stream().anyMatch(held -> held.implies(required))))
                        .build());
    }

    static List<SmartScope> scopes(JsonWebToken token) {
        return token.getClaim(SCOPE) instanceof String scopes
                ? Arrays.stream(scopes.trim().split("\\s+"))
                        .map(SmartScope::parse)
                        .flatMap(Optional::stream)
                        .toList()
                : List.of();
    }
}
