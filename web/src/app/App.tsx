import { useEffect } from "preact/hooks";

import { DoorDialog } from "../signin/DoorDialog.tsx";
import { SignInPage } from "../signin/SignInPage.tsx";
import { ButtonLink } from "../ui/Button.tsx";
import { Empty } from "../ui/Empty.tsx";
import { Notices } from "../ui/Notices.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { codeToVerify, VerifyPage } from "../verify/Verify.tsx";
import { t } from "../words/t.ts";
import { Boundary } from "./Boundary.tsx";
import { Lazy } from "./Lazy.tsx";
import { hasRole, me } from "./me.ts";
import { match, path } from "./router.ts";
import { ROUTES } from "./screens.ts";
import { LinkBanner, Shell } from "./Shell.tsx";

function NotThere() {
  return (
    <Empty icon="search" text={t("app.notThere")} heading>
      <ButtonLink href="#/" icon="home">
        {t("app.toHome")}
      </ButtonLink>
    </Empty>
  );
}

function found() {
  for (const route of ROUTES) {
    const params = match(route.pattern, path.value);
    const allowed = route.roles === undefined || hasRole(...route.roles);
    if (params !== null && allowed) return { route, params };
  }
  return null;
}

/** Ask for the code of the addressed screen while the server still says who is there. */
export function loadAhead(): void {
  const route = ROUTES.find((one) => match(one.pattern, path.value) !== null);
  route?.load?.().catch(() => undefined); // asked for again when it is drawn, and told then
}

function Here() {
  const here = found();
  if (here === null) {
    return (
      <Shell>
        <NotThere />
      </Shell>
    );
  }
  const { route, params } = here;
  const body =
    route.screen !== undefined ? (
      <route.screen params={params} />
    ) : (
      route.load !== undefined && <Lazy load={route.load} params={params} />
    );
  // The key makes another case another screen, with nothing left of the first one.
  const screen = <Boundary key={path.value.split("?")[0]}>{body}</Boundary>;
  if (route.bare !== true) return <Shell>{screen}</Shell>;
  return (
    <>
      <LinkBanner />
      {screen}
    </>
  );
}

export function App() {
  useEffect(() => {
    document.getElementById("main")?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path.value]);
  const code = codeToVerify();
  if (code !== null) return <VerifyPage code={code} />;
  if (me.value === undefined) return <Spinner label={t("app.loading")} />;
  return (
    <>
      {me.value === null ? <SignInPage /> : <Here />}
      <DoorDialog />
      <Notices />
    </>
  );
}
