package dev.keybearer.gateway.admin;

import static dev.keybearer.gateway.admin.Page.open;
import static dev.keybearer.gateway.admin.Page.operate;
import static dev.keybearer.gateway.admin.Page.read;

import dev.keybearer.gateway.admin.Acts.Action;
import dev.keybearer.gateway.route.Match;
import dev.keybearer.gateway.route.PathPattern;
import dev.keybearer.gateway.route.Route;
import dev.keybearer.gateway.route.RouteTable;
import java.util.List;

/** Everything that the admin port answers, in one place. */
final class Routes {
  private Routes() {}

  static RouteTable<Page> of(Views views, Operating operating) {
    return RouteTable.of(
        List.of(
            get("/livez", open(views::live)),
            get("/readyz", open(views::ready)),
            get("/health", read(views::health)),
            get("/metrics", read(views::metrics)),
            get("/admin/credentials", read(views::credentials)),
            post("/admin/credentials/*/renew", operate(Action.ADMIN_RENEW, operating::renew)),
            post("/admin/credentials/*/rotate", operate(Action.ADMIN_ROTATE, operating::rotate)),
            get("/admin/streams", read(views::streams)),
            post(
                "/admin/streams/*/rotate",
                operate(Action.ADMIN_ROTATE_STREAM, operating::rotateStream)),
            post("/admin/revoke", operate(Action.ADMIN_REVOKE, operating::revoke)),
            post("/admin/reload", operate(Action.ADMIN_RELOAD, operating::reload)),
            token(operating)));
  }

  /** Tokens alone. */
  static RouteTable<Page> ofTokens(Operating operating) {
    return RouteTable.of(List.of(token(operating)));
  }

  private static Route<Page> token(Operating operating) {
    return get("/token/*", Page.token(operating::token));
  }

  private static Route<Page> get(String pattern, Page page) {
    return route("GET", pattern, page);
  }

  private static Route<Page> post(String pattern, Page page) {
    return route("POST", pattern, page);
  }

  private static Route<Page> route(String method, String pattern, Page page) {
    return new Route<>(Match.of(PathPattern.parse(pattern), List.of(method)), page);
  }
}
