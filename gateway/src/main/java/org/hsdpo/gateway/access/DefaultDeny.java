package org.hsdpo.gateway.access;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Every path needs a valid token, except the description of the API. Permissions are checked where the work is done. */
@ApplicationScoped
public class DefaultDeny implements HttpSecurityPolicy {
    private static final String API_DESCRIPTION = "/q/openapi";

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext call, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        if (call.normalizedPath().equals(API_DESCRIPTION)) {
            return CheckResult.permit();
        }
        // Without a failure handler of its own the failure reaches the place that writes problem documents.
        call.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        return identity.map(who -> {
            if (who.isAnonymous()) {
                throw new UnauthorizedException();
            }
            return new CheckResult(true, who);
        });
    }
}
