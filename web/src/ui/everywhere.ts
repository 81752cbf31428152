import type { App, Component } from 'vue';
import AccountFrame from './AccountFrame.vue';
import AppCard from './AppCard.vue';
import AppEmpty from './AppEmpty.vue';
import AppError from './AppError.vue';
import AppPage from './AppPage.vue';
import AppQuery from './AppQuery.vue';
import AppSelect from './AppSelect.vue';
import AppSkeleton from './AppSkeleton.vue';
import AppSwitch from './AppSwitch.vue';
import AppTable from './AppTable.vue';
import InlineHtml from './blocks/InlineHtml.vue';
import CourseCover from './CourseCover.vue';
import LinkButton from './LinkButton.vue';
import LoadMore from './LoadMore.vue';
import PersonAvatar from './PersonAvatar.vue';
import ProblemAlert from './ProblemAlert.vue';
import ProgressBar from './ProgressBar.vue';
import StatusBadge from './StatusBadge.vue';

/**
 * Light parts that nearly every page uses. Registering them makes the entry need them, so that
 * they travel with the entry instead of being one more request per page.
 */
const parts = { AccountFrame, AppCard, AppEmpty, AppError, AppPage, AppQuery, AppSelect, AppSkeleton, AppSwitch, AppTable, CourseCover, InlineHtml, LinkButton, LoadMore, PersonAvatar, ProblemAlert, ProgressBar, StatusBadge };

export function registerKit(app: App): void {
  for (const [name, part] of Object.entries(parts))
    app.component(name, part as Component);
}
