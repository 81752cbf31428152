import { computed } from 'vue';
import { useApiQuery, type Page, type Schemas } from '../../core/api';

export type NamedPlace = Schemas['Enrollment'];
export type PlaceState = 'offered' | 'invited' | 'waitlisted' | 'pending' | 'paused' | 'suspended' | 'rejected' | 'expired';

/** What wants something of the learner comes first; what is over comes last. */
const ORDER: readonly PlaceState[] = ['offered', 'invited', 'waitlisted', 'pending', 'paused', 'suspended', 'rejected', 'expired'];

/** The state as the learner sees it; none for places shown elsewhere on the page. */
export function placeState(place: Pick<NamedPlace, 'status' | 'offer'>): PlaceState | undefined {
  if (place.status === 'waitlisted' && place.offer)
    return 'offered';
  return ORDER.find(state => state === place.status);
}

/** Places that are not being learned in, in the order in which they matter. A course that is taken again is not told of twice. */
export function placesInOrder(places: readonly NamedPlace[]): { place: NamedPlace; state: PlaceState }[] {
  const taken = new Set(places.filter(place => place.status === 'active' || place.status === 'completed').map(place => place.course_slug));
  return places
    .filter(place => !taken.has(place.course_slug))
    .flatMap((place) => {
      const state = placeState(place);
      return state ? [{ place, state }] : [];
    })
    .sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
}

/** Offers, requests, places in line, breaks and what is over. */
export function usePlaces() {
  const { data, refresh } = useApiQuery<Page<NamedPlace>>('/api/v1/enrollments', { query: { limit: 100 }, staleTime: 0 });
  return { places: computed(() => placesInOrder(data.value?.results ?? [])), refresh };
}
